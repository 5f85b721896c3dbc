#pragma once

#include <functional>
#include <map>
#include <string>

#include "settings/error.hpp"

namespace husky::scenario {

/// The value of `${name}`, null if it has none; then a default in the file, `${name:-text}`, is taken.
using variable_lookup = std::function<const std::string*(const std::string& name)>;

/// The text with its `${name}` and `${name:-default}` replaced; `$${` is a plain `${`. Throws settings::error at
/// `where` for a name without a value and for a `${` that is not closed.
std::string with_variables(const std::string& text, const settings::place& where, const variable_lookup& lookup);

/// "store" is HUSKY_SCENARIO_STORE in the environment.
std::string environment_name_of(const std::string& variable);

/// Looks a name up in `given` (--set), then in the environment as `environment` tells it (std::getenv in a program).
variable_lookup lookup_in(std::map<std::string, std::string> given,
                          std::function<const char*(const std::string&)> environment);

}  // namespace husky::scenario
