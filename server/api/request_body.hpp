#pragma once

#include <string>
#include <string_view>

#include "settings/schema/schema.hpp"

namespace husky::host {

/// Fills the schema from a JSON object; an empty text is one without keys. Returns one line about an error, empty if
/// there is none.
std::string read_body(std::string_view text, const settings::schema& into);

}  // namespace husky::host
