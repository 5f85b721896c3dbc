#include "protocol/screen/screen_png.hpp"

#include <png.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "protocol/screen/glyphs.hpp"

namespace husky::protocol {

namespace {

/// The colours of the colour text mode, red, green, blue.
constexpr std::array<std::array<std::uint8_t, 3>, 16> palette{{
    {0x00, 0x00, 0x00},
    {0x00, 0x00, 0xAA},
    {0x00, 0xAA, 0x00},
    {0x00, 0xAA, 0xAA},
    {0xAA, 0x00, 0x00},
    {0xAA, 0x00, 0xAA},
    {0xAA, 0x55, 0x00},
    {0xAA, 0xAA, 0xAA},
    {0x55, 0x55, 0x55},
    {0x55, 0x55, 0xFF},
    {0x55, 0xFF, 0x55},
    {0x55, 0xFF, 0xFF},
    {0xFF, 0x55, 0x55},
    {0xFF, 0x55, 0xFF},
    {0xFF, 0xFF, 0x55},
    {0xFF, 0xFF, 0xFF},
}};

/// The two lowest rows of a cell.
constexpr unsigned cursor_height = 2;

/// One byte a pixel, its colour, row by row.
using pixels = std::vector<std::uint8_t>;

/// Draws a cell whose first pixel is at `to`, in rows of `width` pixels.
void draw(const screen_cell& c, bool with_cursor, std::uint8_t* to, std::size_t width) {
    const auto ink = static_cast<std::uint8_t>(c.attribute & 0x0FU);
    const auto paper = static_cast<std::uint8_t>((c.attribute >> 4U) & 0x07U);
    const glyph& shape = glyph_of(c.symbol);
    for (unsigned row = 0; row < glyph_height; ++row, to += width) {
        const bool cursor_row = with_cursor && row >= glyph_height - cursor_height;
        const unsigned bits = cursor_row ? 0xFFU : shape[row];
        for (unsigned column = 0; column < glyph_width; ++column)
            to[column] = (bits & (0x80U >> column)) != 0 ? ink : paper;
    }
}

std::vector<std::byte> compress(const pixels& drawn, std::size_t width, std::size_t height) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB_COLORMAP;
    image.colormap_entries = palette.size();
    image.flags = PNG_IMAGE_FLAG_FAST;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::vector<std::byte> out(size);
    const auto stride = static_cast<png_int_32>(width);
    if (png_image_write_to_memory(&image, out.data(), &size, 0, drawn.data(), stride, palette.data()) == 0) {
        const std::string problem = image.message;
        png_image_free(&image);
        throw std::runtime_error("the screen cannot be made a PNG: " + problem);
    }
    out.resize(size);
    out.shrink_to_fit();
    return out;
}

}  // namespace

std::vector<std::byte> render_png(const screen_model& shown) {
    const auto width = std::max<std::size_t>(std::size_t{shown.columns()} * glyph_width, 1);
    const auto height = std::max<std::size_t>(std::size_t{shown.rows()} * glyph_height, 1);
    pixels drawn(width * height);
    for (std::uint16_t y = 0; y < shown.rows(); ++y)
        for (std::uint16_t x = 0; x < shown.columns(); ++x)
            draw(shown.at(x, y), shown.cursor() == screen_position{x, y},
                 drawn.data() + y * glyph_height * width + x * glyph_width, width);
    return compress(drawn, width, height);
}

}  // namespace husky::protocol
