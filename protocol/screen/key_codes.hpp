#pragma once

#include <cstdint>

namespace husky::protocol {

/// Keys, as `key` and `menu` carry them.
namespace key_code {
constexpr std::uint16_t first_character = 0x20;
constexpr std::uint16_t last_character = 0xFF;
constexpr std::uint16_t f1 = 0x0101;
constexpr std::uint16_t f12 = 0x010C;
constexpr std::uint16_t up = 0x0110;
constexpr std::uint16_t down = 0x0111;
constexpr std::uint16_t left = 0x0112;
constexpr std::uint16_t right = 0x0113;
constexpr std::uint16_t page_up = 0x0114;
constexpr std::uint16_t page_down = 0x0115;
constexpr std::uint16_t home = 0x0116;
constexpr std::uint16_t enter = 0x0117;
constexpr std::uint16_t escape = 0x0118;
}  // namespace key_code

/// Whether `key` knows this code: a Latin-1 character, a function key, or one from the arrows to escape. Reconstructed.
constexpr bool is_key_code(std::int64_t code) {
    return (code >= key_code::first_character && code <= key_code::last_character) ||
           (code >= key_code::f1 && code <= key_code::f12) || (code >= key_code::up && code <= key_code::escape);
}

}  // namespace husky::protocol
