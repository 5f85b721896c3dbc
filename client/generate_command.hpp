#pragma once

#include <string>

#include "client/fleet/fleet_config.hpp"

namespace husky::cells {

struct generate_options {
    fleet_config config;
    std::string out_file;  ///< ends in .csv or .jsonl; CSV for a device and, on standard output, for "-"
    double hours = 1;      ///< of virtual time
};

/// `husky-fleet generate`: writes what the fleet's machines would report, without a network; returns the exit code.
int generate_command(const generate_options& options);

}  // namespace husky::cells
