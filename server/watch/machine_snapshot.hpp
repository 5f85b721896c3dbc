#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/registry/machine.hpp"

namespace husky::host {

/// What a machine is doing. Counts are those of the machine since the host first met it, as far
/// as the store remembers.
struct machine_snapshot {
    bool is_forgotten = false;  ///< linked, but unknown until it reports something; clients never see such a one
    machine_id id = 0;          ///< order and cursor of the list of machines
    std::string serial;
    bool online = false;
    std::string address;  ///< "127.0.0.1:40312"; of the last link if offline
    bool tandem = false;
    std::vector<protocol::machine_status> sides;  ///< one for each side that told its status
    std::int32_t epoch = 0;                       ///< 0 before the first cycle
    std::int32_t life_counter = 0;
    std::optional<std::chrono::sys_seconds> last_cycle_at;  ///< end of the newest cycle by the machine's clock
    std::optional<wall_time> linked_since;                  ///< empty if offline
    std::uint64_t cycles_stored = 0, duplicates = 0, gaps = 0, events = 0, interruptions = 0;
    std::vector<std::string> languages;      ///< codes: E, D, F, S
    std::size_t variables = 0;               ///< how many it listed
    std::optional<double> cycle_time;        ///< seconds, of the newest cycle, where it says it
    std::optional<double> ideal_cycle_time;  ///< seconds, as production_meter::ideal_cycle_time(), of the same side
    std::optional<last_interruption> stopped_by;
    std::vector<stop_record> standing;  ///< stops that have not ended
};

/// On the thread of the machine's owner.
machine_snapshot snapshot_of(const machine& m, bool online);

}  // namespace husky::host
