#pragma once

#include <atomic>
#include <cstdint>

namespace husky::cells {

/// Counts of all machines of a thread; other threads read them only for progress.
struct fleet_counts {
    std::atomic<std::uint64_t> cycles{0}, events{0}, interruptions{0}, bad_input{0}, errors_received{0};
    std::atomic<std::uint64_t> linked{0};  ///< after the end of the fleet: those that were linked then
    std::atomic<std::uint64_t> first_links{0}, finished{0}, turned_away{0};
    std::atomic<std::uint64_t> prints{0}, prints_lost{0};
    std::atomic<bool> clock_end_told{false};  ///< that a clock has passed the end of variable 4
};

}  // namespace husky::cells
