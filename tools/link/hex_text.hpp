#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husky::tools {

/// Whether bytes are text that a person wrote (or a program for one), not messages as they are.
bool is_text(std::span<const std::byte> bytes);

/// Reads bytes written down as hexadecimal digits: with spaces, commas or colons between them, with or without 0x, as
/// hexdump, xxd, od and Wireshark print them (offsets in front, characters behind). `#` begins a comment, and an empty
/// line ends a stream: what follows is another. Throws settings::error, which names `source` and the line.
std::vector<std::vector<std::byte>> parse_hex_text(std::string_view text, const std::string& source);

}  // namespace husky::tools
