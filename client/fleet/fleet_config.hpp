#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client/fleet/shift_keys.hpp"
#include "client/machine/pace.hpp"
#include "client/model/cell/cell.hpp"
#include "client/model/family/family_overrides.hpp"
#include "client/printing/printing_keys.hpp"
#include "link/capture/capture_settings.hpp"
#include "link/tls/tls_settings.hpp"
#include "protocol/faults/fault.hpp"
#include "protocol/links/machine_link.hpp"
#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::cells {

/// Machines of one kind.
struct machine_group {
    std::string family = "pet";  ///< a built-in family's name, or a family file
    std::uint32_t count = 1;
    std::string serial = "HY-{n:04}";  ///< {n} is the machine's number in the fleet, from 1
    std::vector<std::string> serials;  ///< of each machine, instead of `serial` and `count`
    std::uint64_t seed = 0;            ///< 0: the fleet's
    std::int32_t life_counter = 0;
    double age_years = 5;
    double age_to_years = 0;  ///< 0: all machines are of age_years
    bool tandem = false;
    std::optional<start_state> start = start_state::production;  ///< none: mixed, as in a plant
    bool rests_on_weekends = false;
    defect_rates defects;
    double clock_offset_sigma_s = 0, clock_drift_sigma_s_per_day = 0;  ///< of the machines' clocks, besides `defects`
    family_overrides overrides;
};

struct fleet_config {
    std::string host = "127.0.0.1:1310";
    std::string listen;               ///< empty: machines dial the host
    std::vector<std::string> source;  ///< local addresses to dial from; none: as the system chooses
    std::uint64_t seed = 1;
    std::string scale = "1";
    double rate = 1000;
    std::string from;
    std::uint32_t count = 0;  ///< 0: as the groups say
    std::vector<machine_group> groups;
    shift_keys shifts;
    std::size_t threads = 0;
    std::string dialect;
    link::capture_settings capture;
    bool display = true;
    printing_keys printing;
    std::vector<protocol::fault> faults;  ///< on the machines' links, from the start; their seed is the fleet's
    protocol::machine_link_settings link;
    link::dialled_tls tls;
    std::string log_level = "info";
    bool log_json = false;
    settings::places given;  ///< where the keys above were set

    /// Binds every key; the config must outlive the schema.
    settings::schema describe();

    /// One family for all machines; their number stays, and their serials where those are given. `asked_by` asked for
    /// it and is named in errors.
    void take_family(const std::string& family, const std::string& asked_by);

    /// The mixed fleet of twelve that runs when no file is given.
    static fleet_config built_in();
    /// The state before a fleet file is read: no groups yet.
    static fleet_config for_file();
    /// A file without groups runs those of the built-in fleet. A group has as many machines as serials.
    void complete();
};

/// "1", "20", "0.5" or "max"; empty for anything else.
std::optional<time_scale> parse_time_scale(const std::string& text);

/// "2026-01-01" or "2026-01-01T06:00:00Z", from 1970 to 2037; empty for anything else.
std::optional<std::chrono::sys_seconds> parse_from(const std::string& text);

/// Whether it is the serial of one machine, not a pattern for serials of many.
bool is_exact_serial(const std::string& text);

/// Puts a number into a pattern with {n} or {n:04}. Empty if the pattern has neither or anything else in braces.
std::optional<std::string> serial_of(const std::string& pattern, std::uint32_t n);

}  // namespace husky::cells
