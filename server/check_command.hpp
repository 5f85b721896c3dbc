#pragma once

#include "scenario/plan.hpp"
#include "scenario/suite/options.hpp"

namespace husky::check {

struct host_check_options {
    suite::check_options suite;
    std::string bind = "0.0.0.0";
    std::uint16_t port = 1310;       ///< 0: a free one
    std::vector<std::string> words;  ///< that said so
};

/// Plays the hosts of scenarios, one after the other on one port. Returns the exit code. Throws settings::error where
/// it cannot listen.
int check_command(const host_check_options& options);

}  // namespace husky::check
