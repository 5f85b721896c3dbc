#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace husky::host {

struct store_health {
    bool ok = true;
    std::string problem;       ///< one line for a person, empty if ok
    std::string last_problem;  ///< the newest one, also after the store has recovered
    std::uint64_t queued_bytes = 0;
    std::uint64_t queued_batches = 0;
    std::chrono::milliseconds lag{};  ///< how long the oldest of them has waited; 0 if there is none
    std::uint64_t committed_records = 0;
    std::uint64_t commits = 0;
    std::uint64_t failures = 0;  ///< attempts to write that failed; their records are kept and tried again
};

}  // namespace husky::host
