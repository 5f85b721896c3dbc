#pragma once

#include <optional>

#include "client/check/live/machine_loop.hpp"
#include "scenario/suite/options.hpp"

namespace husky::check {

struct fleet_check_options {
    suite::check_options suite;
    std::optional<live_place> host;  ///< none: virtual time, against the built-in counterpart
    std::vector<std::string> words;  ///< that said so
};

/// Plays scenarios. Returns the exit code.
int check_command(const fleet_check_options& options);

}  // namespace husky::check
