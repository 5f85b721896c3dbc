#pragma once

#include <cstddef>
#include <string_view>

namespace husky::settings {

/// How many letters must be inserted, removed or changed to turn one into the other.
std::size_t edit_distance(std::string_view from, std::string_view to);

}  // namespace husky::settings
