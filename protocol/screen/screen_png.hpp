#pragma once

#include <cstddef>
#include <vector>

#include "protocol/screen/screen_model.hpp"

namespace husky::protocol {

/// The screen as a PNG of 8 x 16 pixels a cell in the 16 classic colours; the cursor is a line below its cell, blink is
/// not shown. A screen without cells is one black pixel. Throws std::runtime_error if libpng fails.
std::vector<std::byte> render_png(const screen_model& shown);

}  // namespace husky::protocol
