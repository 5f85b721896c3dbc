#pragma once

#include "server/host_config.hpp"

namespace husky::host {

/// `husky-host serve`: runs the host until it is stopped; returns the exit code. `built_in` tells that no configuration
/// file was given. Throws std::exception with one clear
/// line where it cannot start.
int serve_command(const host_config& config, bool built_in);

}  // namespace husky::host
