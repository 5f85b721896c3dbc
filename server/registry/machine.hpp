#pragma once

#include <array>
#include <optional>
#include <string>

#include "protocol/messages/machine_messages.hpp"
#include "server/ledger/cycle_ledger.hpp"
#include "server/records/records.hpp"
#include "server/registry/current_job.hpp"
#include "server/registry/forgetting.hpp"
#include "server/registry/job_counters.hpp"
#include "server/registry/production_meter.hpp"

namespace husky::host {

/// Why a machine is known.
enum class known_by : std::uint8_t {
    reports,
    link,     ///< everything was forgotten since it reported: it is known as long as it is linked
    nothing,  ///< it was itself forgotten since: unknown, though it may be linked
};

/// What the host knows of one machine. Exactly one owner at a time: the registry while no link has the machine, the
/// link's session while it has; it is moved between them, never shared.
struct machine {
    machine_id id = 0;
    std::string serial;
    cycle_ledger ledger;

    std::string address;  ///< of the present or last link
    wall_time linked_since{};
    wall_time last_cycle_at{};
    bool tandem = false;  ///< something of side 1 came
    std::array<std::optional<protocol::machine_status>, protocol::tandem_sides> sides;
    std::array<job_counters, protocol::tandem_sides> counted;  ///< of each side's cycles
    std::array<production_meter, protocol::tandem_sides> meters;
    std::array<current_job, protocol::tandem_sides> jobs;
    protocol::tandem_side newest_side = 0;  ///< of the newest cycle
    std::optional<last_interruption> stopped_by;
    std::vector<std::string> languages;
    std::size_t variables = 0;
    std::uint64_t cycles = 0, duplicates = 0, gaps = 0, events = 0, interruptions = 0;

    std::uint64_t forgetting_number = 0;  ///< the last forgetting that it has gone through
    known_by known = known_by::reports;

    /// Nothing of what it reported is left; what its link has shown of it is: its status, languages, variables.
    void begin_anew(const forgetting& after);
};

}  // namespace husky::host
