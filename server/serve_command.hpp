#pragma once

#include "server/host_config.hpp"

namespace husky::host {

/// `husky-host serve`: runs the host until it is stopped; returns the exit code. Throws std::exception with one clear
/// line where it cannot start.
int serve_command(const host_config& config);

}  // namespace husky::host
