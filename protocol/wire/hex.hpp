#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace husky::protocol {

/// Bytes as hexadecimal digits in small letters, "140001"; `between` stands between two bytes: "14 00 01".
std::string hex(std::span<const std::byte> bytes, const char* between = "");
/// The same in capital letters, with a blank between two bytes: "14 00 0A".
std::string capital_hex(std::span<const std::byte> bytes);

}  // namespace husky::protocol
