#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace husky::protocol {

/// How many bytes a text in UTF-8 takes on the wire; none if it has a character that Latin-1 lacks.
std::optional<std::size_t> wire_length(std::string_view text);

/// Whether a name arrives unchanged: of 1 to `most` letters of Latin-1, none of them a control character.
bool is_wire_name(std::string_view text, std::size_t max);

/// What is expected where it does not: "a text of 1 to 16 letters of Latin-1".
std::string wire_name_of(std::size_t max);

}  // namespace husky::protocol
