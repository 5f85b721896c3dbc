#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "server/records/remembered.hpp"

namespace husky::host {

/// Life counters and end times of one machine's newest stored cycles, of whatever epoch: by these a repeat is known.
/// Eight bytes a cycle; allocates only while it grows.
class recent_cycles {
  public:
    static constexpr std::size_t max_cycles = remembered_machine::max_recent;

    recent_cycles() = default;
    /// The newest of `cycles`, which are ordered from the oldest on.
    explicit recent_cycles(const std::vector<remembered_cycle>& cycles) {
        const std::size_t kept = std::min(cycles.size(), max_cycles);
        cycles_.reserve(kept);
        std::transform(cycles.end() - static_cast<std::ptrdiff_t>(kept), cycles.end(), std::back_inserter(cycles_),
                       [](const remembered_cycle& c) { return entry_of(c.life_counter, c.end_time); });
    }

    /// The oldest is forgotten where there is no room.
    void add(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
        if (cycles_.size() < max_cycles) return cycles_.push_back(entry_of(life_counter, end_time));
        cycles_[oldest_] = entry_of(life_counter, end_time);
        oldest_ = (oldest_ + 1) % max_cycles;
    }

    /// The newest one added was not stored after all, if it is this.
    void forget(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
        if (cycles_.empty()) return;
        entry& newest = cycles_[(oldest_ + cycles_.size() - 1) % cycles_.size()];
        if (newest == entry_of(life_counter, end_time)) newest = {};
    }

    [[nodiscard]] bool holds(std::int32_t life_counter, std::chrono::sys_seconds end_time) const {
        return std::find(cycles_.begin(), cycles_.end(), entry_of(life_counter, end_time)) != cycles_.end();
    }

  private:
    struct entry {
        std::int32_t life_counter = 0;  ///< 0: forgotten
        std::int32_t end_time = 0;      ///< as variable 4

        friend bool operator==(const entry&, const entry&) = default;
    };

    static entry entry_of(std::int32_t life_counter, std::chrono::sys_seconds end_time) {
        return {life_counter, static_cast<std::int32_t>(end_time.time_since_epoch().count())};
    }

    std::vector<entry> cycles_;
    std::size_t oldest_ = 0;  ///< where the next one goes once there are max_cycles
};

}  // namespace husky::host
