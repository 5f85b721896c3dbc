#pragma once

#include "server/host_config.hpp"

namespace husky::host {

/// `husky-host healthcheck`: asks the host of this configuration on this computer whether it is ready, prints a line,
/// and returns the exit code. Takes three seconds at most.
int healthcheck_command(const host_config& config);

}  // namespace husky::host
