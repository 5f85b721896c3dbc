#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husky::tools {

/// The text in these bytes; none if they are not text. UTF-8 as it is,
/// without the mark in front; of UTF-16, with its mark or told by its zero bytes, what is ASCII, and ? for the rest.
std::optional<std::string> text_of(std::span<const std::byte> bytes);

/// Reads bytes written down as hexadecimal digits: with spaces, commas or colons between them, with or without 0x, as
/// hexdump, xxd, od and Wireshark print them (offsets in front, characters behind). `#` begins a comment, and an empty
/// line ends a stream: what follows is another. Throws settings::error, which names `source` and the line.
std::vector<std::vector<std::byte>> parse_hex_text(std::string_view text, const std::string& source);

}  // namespace husky::tools
