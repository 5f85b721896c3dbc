#pragma once

#include "program/file_kind.hpp"

/// The rows of husky-fleet.
namespace husky::cells {

/// `run` runs a fleet until it is stopped or its bounds are reached.
program::subcommand run_subcommand();
/// `generate` writes what a fleet would report, without a network.
program::subcommand generate_subcommand();

/// Fleet, family, dialect and scenario.
std::vector<program::file_kind> file_kinds();

}  // namespace husky::cells

namespace husky::check {

/// `check` plays the machines of scenarios.
program::subcommand check_subcommand();

}  // namespace husky::check
