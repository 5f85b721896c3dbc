#pragma once

#include <string>
#include <string_view>

#include "settings/schema/schema.hpp"

namespace husky::host {

/// Fills the schema from a JSON object; an empty text is one without keys. What is wrong with it as one line, empty if
/// nothing is.
std::string read_body(std::string_view text, const settings::schema& into);

}  // namespace husky::host
