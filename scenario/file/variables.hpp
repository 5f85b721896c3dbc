#pragma once

#include <map>
#include <string>

#include "scenario/file/node.hpp"

namespace husky::scenario {

/// The text with its `${name}` and `${name:-default}` replaced; `$${` is a plain `${`. Throws settings::error at
/// `where` for a name without a value and for a `${` that is not closed.
std::string with_variables(const std::string& text, const mark& where, const variable_lookup& lookup);

/// "store" is HUSKY_SCENARIO_STORE in the environment.
std::string environment_name_of(const std::string& variable);

/// Looks a name up in `given` (--set), then in the environment as `environment` tells it (std::getenv in a program).
variable_lookup lookup_in(std::map<std::string, std::string> given,
                          std::function<const char*(const std::string&)> environment);

}  // namespace husky::scenario
