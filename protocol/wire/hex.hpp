#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husky::protocol {

/// Bytes as hexadecimal digits in small letters, "140001"; `between` stands between two bytes: "14 00 01".
std::string hex(std::span<const std::byte> bytes, const char* between = "");
/// The same in capital letters, with a blank between two bytes: "14 00 0A".
std::string capital_hex(std::span<const std::byte> bytes);

/// Bytes written as hexadecimal pairs, in letters of either size, with or without white space between them. Empty if
/// the text is anything else.
std::optional<std::vector<std::byte>> bytes_from_hex(std::string_view text);

}  // namespace husky::protocol
