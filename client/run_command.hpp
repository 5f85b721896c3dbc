#pragma once

#include <string>
#include <vector>

#include "client/fleet/fleet.hpp"
#include "settings/schema/environment.hpp"

namespace husky::cells {

/// Runs a fleet until it is stopped or its bounds are reached; returns the exit code. The log begins with the remarks;
/// `report_file` may be empty.
int run_command(fleet_config& config, const run_bounds& bounds, const std::string& report_file,
                const std::vector<settings::remark>& remarks);

}  // namespace husky::cells
