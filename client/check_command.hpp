#pragma once

#include <optional>

#include "link/endpoint.hpp"
#include "scenario/suite/options.hpp"

namespace husky::check {

struct fleet_check_options {
    suite::check_options suite;
    std::optional<link::host_port> host;  ///< none: virtual time, against the built-in counterpart
    std::string host_text;                ///< as it was given
};

/// Plays scenarios. Returns the exit code.
int check_command(const fleet_check_options& options);

}  // namespace husky::check
