#pragma once

#include <string>

#include "client/fleet/fleet.hpp"

namespace husky::cells {

struct run_options {
    fleet_config config;
    run_bounds bounds;
    std::string report_file;
    bool built_in = true;  ///< no configuration file was given
};

/// `husky-fleet run`: runs the fleet until it is stopped or its bounds are reached; returns the exit code.
int run_command(run_options& options);

}  // namespace husky::cells
