#pragma once

#include <array>
#include <cstdint>

namespace husky::protocol {

constexpr unsigned glyph_width = 8;
constexpr unsigned glyph_height = 16;

/// Rows from the top, the highest bit leftmost.
using glyph = std::array<std::uint8_t, glyph_height>;

/// The picture of a symbol that a screen_cell can hold; for any other that of '?'.
const glyph& glyph_of(char16_t symbol);

}  // namespace husky::protocol
