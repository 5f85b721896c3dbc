#pragma once

#include <string>
#include <vector>

#include "client/fleet/fleet.hpp"
#include "settings/schema/environment.hpp"

namespace husky::cells {

struct run_options {
    fleet_config config;
    run_bounds bounds;
    std::string report_file;
    std::vector<settings::remark> remarks;  ///< with which the log begins
};

/// `husky-fleet run`: runs the fleet until it is stopped or its bounds are reached; returns the exit code.
int run_command(run_options& options);

}  // namespace husky::cells
