#pragma once

#include <functional>
#include <string>

#include "protocol/dialect/dialect.hpp"
#include "scenario/file/variables.hpp"
#include "scenario/plan.hpp"
#include "settings/error.hpp"

namespace husky::scenario {

/// A scenario and the dialect of its messages.
struct loaded_plan {
    scenario::plan plan;
    protocol::dialect wire_dialect;
};

/// Gives a file's text; throws settings::error where it cannot.
using file_source = std::function<std::string(const std::string& path)>;

/// The largest scenario file; what is longer is refused before it is read.
constexpr std::size_t max_file = 4U << 20U;

/// Reads a text file of at most max_file bytes, in UTF-8. Throws settings::error naming it.
std::string read_scenario_file(const std::string& path);

/// Reads a scenario, and those that it extends. Throws settings::error, "cold-start.yaml:12: steps[2].send: ...", for
/// everything that is wrong with it.
loaded_plan load_plan(const std::string& path, const variable_lookup& variables = {},
                      const file_source& read = read_scenario_file);

/// A JSON Schema (draft 2020-12) of scenario files, for editors.
std::string scenario_json_schema();

/// The reference of docs/testing/scenarios.md: every key, in Markdown.
std::string scenario_reference();

}  // namespace husky::scenario
