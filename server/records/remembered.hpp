#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/records/records.hpp"

namespace husky::host {

/// End time of the cycle after a gap while none has come.
constexpr std::chrono::sys_seconds open_end = std::chrono::sys_seconds::max();

/// A gap as the ledger needs it: life counters first_missing..last_missing of one epoch are not stored.
struct remembered_gap {
    std::int64_t gap = 0;
    std::int32_t epoch = 0;
    std::int32_t first_missing = 0;
    std::int32_t last_missing = 0;
    std::chrono::sys_seconds after{};   ///< end time of the cycle before the gap
    std::chrono::sys_seconds before{};  ///< end time of the cycle after it, or open_end
    wall_time detected_at{};

    friend bool operator==(const remembered_gap&, const remembered_gap&) = default;
};

/// A stored cycle as the ledger needs it, to know its repeat.
struct remembered_cycle {
    std::int32_t life_counter = 0;
    std::chrono::sys_seconds end_time{};

    friend bool operator==(const remembered_cycle&, const remembered_cycle&) = default;
};

/// The newest beginning or end of a cycle interruption.
struct last_interruption {
    std::int32_t id = 0;
    std::int32_t state = 0;  ///< as in interruption_record
    protocol::tandem_side side = 0;
    std::string machine_time;
    wall_time receive_time{};
    std::string texts;  ///< JSON array
};

/// How far a machine's reports got and how many there are: known without looking through them.
struct machine_mark {
    std::string serial;
    wall_time first_seen{}, last_seen{};
    std::int32_t epoch = 0;  ///< 0 if no cycle is stored yet
    std::int32_t highest_counter = 0;
    std::chrono::sys_seconds highest_time{};
    std::int64_t next_gap = 1;
    std::int64_t cycles = 0, events = 0, interruptions = 0;  ///< stored ones
    wall_time last_cycle_received{};
};

/// What a store remembers of a machine across restarts.
struct remembered_machine : machine_mark {
    /// Cycles in `recent`: more than twice what a machine buffers unless it is told otherwise.
    static constexpr std::size_t max_recent = 2048;

    machine_id machine = 0;
    std::vector<remembered_gap> gaps;      ///< open ones, the newest, oldest first
    std::vector<remembered_cycle> recent;  ///< stored ones, the newest, oldest first
    std::optional<last_interruption> stopped_by = std::nullopt;
};

}  // namespace husky::host
