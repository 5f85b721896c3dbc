#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "client/model/cell.hpp"
#include "protocol/machine_link.hpp"
#include "settings/schema.hpp"

namespace husky::cells {

/// Machines of one kind.
struct machine_group {
    std::string family = "pet";  ///< a built-in family's name, or a family file
    std::uint32_t count = 1;
    std::string serial = "HY-{n:04}";  ///< {n} is the machine's number in the fleet, from 1
    std::int32_t life_counter = 0;
    double age_years = 5;
    bool tandem = false;
    start_state start = start_state::production;
    defect_rates defects;
};

/// How fast virtual time runs.
struct time_scale {
    double factor = 1;
    bool as_fast_as_possible = false;  ///< "max": bounded only by the host's reading
};

struct fleet_config {
    std::string host = "127.0.0.1:1310";
    std::uint64_t seed = 1;
    std::string scale = "1";
    double rate = 1000;
    std::string from;
    std::uint32_t count = 0;  ///< 0: as the groups say
    std::vector<machine_group> groups;
    std::size_t threads = 0;
    std::string dialect;
    protocol::machine_link_settings link;
    std::string log_level = "info";
    bool log_json = false;

    /// Binds every key; the config must outlive the schema.
    settings::schema describe();

    /// The mixed fleet of twelve that runs when no file is given.
    static fleet_config built_in();
};

/// "1", "20", "0.5" or "max"; empty for anything else.
std::optional<time_scale> parse_time_scale(const std::string& text);

constexpr const char* from_expected = "expected a date from 1970 to 2037, as 2026-01-01 or 2026-01-01T06:00:00Z";

/// "2026-01-01" or "2026-01-01T06:00:00Z", from 1970 to 2037; empty for anything else.
std::optional<std::chrono::sys_seconds> parse_from(const std::string& text);

}  // namespace husky::cells
