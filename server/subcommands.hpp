#pragma once

#include "program/file_kind.hpp"

/// The rows of husky-host.
namespace husky::host {

/// `serve` runs the host until it is stopped.
program::subcommand serve_subcommand();
/// `healthcheck` asks the host of the same configuration on this computer whether it is ready, and prints a line. Takes
/// three seconds at most.
program::subcommand healthcheck_subcommand();

/// Host, dialect and scenario.
std::vector<program::file_kind> file_kinds();

}  // namespace husky::host

namespace husky::check {

/// `check` plays the hosts of scenarios, one after the other on one port.
program::subcommand check_subcommand();

}  // namespace husky::check
