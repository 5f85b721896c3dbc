#pragma once

#include <vector>

#include "server/host_config.hpp"
#include "settings/schema/environment.hpp"

namespace husky::host {

/// `husky-host serve`: runs the host until it is stopped; returns the exit code. Begins its log with the remarks.
/// Throws std::exception with one clear line where it cannot start.
int serve_command(const host_config& config, const std::vector<settings::remark>& remarks);

}  // namespace husky::host
