#include "protocol/screen/screen_png.hpp"

#include <png.h>

#include "protocol/screen/glyphs.hpp"
#include "tests/catch.hpp"
#include "tests/unit/screen/drawings.hpp"

using namespace husky::protocol;

namespace {

/// A PNG, read again.
struct picture {
    std::size_t width = 0, height = 0;
    std::vector<std::uint8_t> rgb;

    [[nodiscard]] unsigned at(std::size_t x, std::size_t y) const {
        const auto* p = rgb.data() + 3 * (y * width + x);
        return static_cast<unsigned>(p[0]) << 16U | static_cast<unsigned>(p[1]) << 8U | p[2];
    }
};

picture decoded(const std::vector<std::byte>& png) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&image, png.data(), png.size()) != 0);
    image.format = PNG_FORMAT_RGB;
    picture p{image.width, image.height, std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    REQUIRE(png_image_finish_read(&image, nullptr, p.rgb.data(), 0, nullptr) != 0);
    return p;
}

/// Rows of a cell's picture: which pixels have that colour.
glyph pixels_of(const picture& p, std::size_t column, std::size_t row, unsigned colour) {
    glyph found{};
    for (unsigned y = 0; y < glyph_height; ++y)
        for (unsigned x = 0; x < glyph_width; ++x)
            if (p.at(column * glyph_width + x, row * glyph_height + y) == colour)
                found[y] = static_cast<std::uint8_t>(found[y] | (0x80U >> x));
    return found;
}

}  // namespace

TEST_CASE("a screen is drawn as a PNG of 8 x 16 pixels a cell", "[screen][png]") {
    screen_model m(80, 25);
    const auto png = render_png(m);
    CHECK(png.size() < 4096);
    const auto p = decoded(png);
    CHECK(p.width == 640);
    CHECK(p.height == 400);
    CHECK(p.at(639, 399) == 0x000000);
}

TEST_CASE("a cell shows its glyph in its sixteen colours", "[screen][png]") {
    screen_model m(16, 2);
    for (unsigned colour = 0; colour < 16; ++colour) {
        const auto attribute = static_cast<std::uint8_t>(colour);
        REQUIRE(m.apply({screen_op::bar, static_cast<std::uint16_t>(colour), 0, attribute, wire("01 00 E8 03")}));
    }
    REQUIRE(m.apply(drawings("01 00  01 00 00 01 00 9E 02 00 'A' E4")));
    const auto p = decoded(render_png(m));
    const unsigned colours[] = {0x000000, 0x0000AA, 0x00AA00, 0x00AAAA, 0xAA0000, 0xAA00AA, 0xAA5500, 0xAAAAAA,
                                0x555555, 0x5555FF, 0x55FF55, 0x55FFFF, 0xFF5555, 0xFF55FF, 0xFFFF55, 0xFFFFFF};
    for (unsigned colour = 0; colour < 16; ++colour)
        CHECK(p.at(colour * glyph_width + 3, 8) == colours[colour]);
    CHECK(pixels_of(p, 0, 1, 0xFFFF55) == glyph_of(u'A'));
    CHECK(pixels_of(p, 1, 1, 0xFFFF55) == glyph_of(u'ä'));
    CHECK(pixels_of(p, 2, 1, 0x000000) == [] {
        glyph all{};
        all.fill(0xFF);
        return all;
    }());
    glyph paper = glyph_of(u'A');
    for (auto& row : paper)
        row = static_cast<std::uint8_t>(~row);
    CHECK(pixels_of(p, 0, 1, 0x0000AA) == paper);
}

TEST_CASE("a bar of an eighth is one column of pixels", "[screen][png]") {
    screen_model m(2, 1);
    REQUIRE(m.apply(drawings("01 00  05 00 00 00 00 0C 04 00 02 00 38 02")));  // 9 eighths
    const auto p = decoded(render_png(m));
    CHECK(p.at(0, 0) == 0xFF5555);
    CHECK(p.at(7, 15) == 0xFF5555);
    CHECK(p.at(8, 8) == 0xFF5555);
    CHECK(p.at(9, 8) == 0x000000);
}

TEST_CASE("lines of neighbouring cells touch", "[screen][png]") {
    for (const auto code : {u'┌', u'┬', u'├', u'┼', u'─', u'└', u'┴'})
        CHECK((glyph_of(code)[7] & 1U) + (glyph_of(code)[8] & 1U) > 0);
    for (const auto code : {u'│', u'┌', u'┐', u'├', u'┤', u'┬', u'┼'})
        CHECK(glyph_of(code)[glyph_height - 1] == glyph_of(u'│')[0]);
}

TEST_CASE("the cursor is a line at the foot of its cell", "[screen][png]") {
    screen_model m(3, 2);
    REQUIRE(m.apply(drawings("01 00  06 01 00 01 00 07 00 00")));
    const auto p = decoded(render_png(m));
    CHECK(p.at(8, 31) == 0xAAAAAA);
    CHECK(p.at(15, 30) == 0xAAAAAA);
    CHECK(p.at(8, 29) == 0x000000);
    CHECK(p.at(7, 31) == 0x000000);
    CHECK(p.at(16, 31) == 0x000000);
}

TEST_CASE("all that a cell can hold has a picture, and nothing else is looked for", "[screen][png]") {
    const glyph blank = glyph_of(u' ');
    CHECK(blank == glyph{});
    for (unsigned code = 0x21; code < 0x7F; ++code)
        CHECK(glyph_of(static_cast<char16_t>(code)) != blank);
    for (unsigned code = 0xA1; code <= 0xFF; ++code)
        CHECK(glyph_of(static_cast<char16_t>(code)) != blank);
    CHECK(glyph_of(u'\u2590') == glyph_of(u'?'));
    CHECK(glyph_of(u'\0') == glyph_of(u'?'));
    CHECK(glyph_of(u'\uFFFF') == glyph_of(u'?'));
}

TEST_CASE("the largest screen and one without cells become PNGs too", "[screen][png]") {
    CHECK(decoded(render_png(screen_model(200, 100))).width == 1600);
    CHECK(decoded(render_png(screen_model())).height == 1);
}
