#pragma once

#include "program/file_kind.hpp"
#include "scenario/plan.hpp"

/// Kinds of files that several programs read.
namespace husky::suite {

program::file_kind dialect_kind();

/// `require` throws settings::error, at its line, for what a program finds only when it casts a scenario.
program::file_kind scenario_kind(std::function<void(const scenario::plan&)> require);

}  // namespace husky::suite
