#include "protocol/screen/screen_model.hpp"

#include "tests/catch.hpp"
#include "tests/unit/screen/drawings.hpp"

using namespace husky::protocol;

namespace {

/// number_commands, then op, x u16, y u16, attribute, length u16, data.
screen_model shows(std::string_view notation) {
    screen_model m;
    REQUIRE(m.apply(drawings("01 00  00 0A 00 05 00 07 00 00")));
    REQUIRE(m.apply(drawings(notation)));
    return m;
}

}  // namespace

TEST_CASE("a screen has no cells until a clear gives it a size", "[screen]") {
    screen_model m;
    CHECK(m.columns() == 0);
    CHECK(m.text().empty());
    CHECK_FALSE(m.apply(drawings("01 00  01 00 00 00 00 07 01 00 'A'")));
    REQUIRE(m.apply(drawings("01 00  00 03 00 02 00 17 00 00")));
    CHECK(m.columns() == 3);
    CHECK(m.rows() == 2);
    CHECK(m.row_text(0) == "   ");
    CHECK(m.attributes(1) == std::vector<std::uint8_t>{0x17, 0x17, 0x17});
}

TEST_CASE("text is Latin-1 and has an attribute of its own", "[screen]") {
    const auto m = shows("01 00  01 02 00 01 00 1E 04 00 'M' FC 'l' B0");
    CHECK(m.row_text(1) == "  Mül°    ");
    CHECK(m.attributes(1) == std::vector<std::uint8_t>{7, 7, 0x1E, 0x1E, 0x1E, 0x1E, 7, 7, 7, 7});
    CHECK(m.text() == "\n  Mül°\n\n\n\n");
}

TEST_CASE("a control character is shown as what it is not", "[screen]") {
    const auto m = shows("01 00  01 00 00 00 00 07 04 00 1B 'A' 7F 9B");
    CHECK(m.row_text(0) == "\uFFFDA\uFFFD\uFFFD      ");
}

TEST_CASE("lines and boxes are box-drawing symbols that join where they meet", "[screen]") {
    struct {
        const char* drawn;
        const char* shown;
    } const cases[] = {
        {"01 00  02 01 00 01 00 07 02 00 03 00", "\n ───\n\n\n\n"},
        {"01 00  03 01 00 01 00 07 02 00 03 00", "\n │\n │\n │\n\n"},
        {"01 00  04 00 00 00 00 07 04 00 04 00 03 00", "┌──┐\n│  │\n└──┘\n\n\n"},
        // A cross, a tee, and a corner of two lines.
        {"02 00  02 00 00 01 00 07 02 00 03 00  03 01 00 00 00 07 02 00 03 00", " │\n─┼─\n │\n\n\n"},
        {"02 00  03 00 00 00 00 07 02 00 03 00  02 00 00 01 00 07 02 00 03 00", "│\n├──\n│\n\n\n"},
        {"02 00  02 00 00 00 00 07 02 00 03 00  03 02 00 00 00 07 02 00 02 00", "──┐\n  │\n\n\n\n"},
        // A box that is divided, and two that share a wall.
        {"02 00  04 00 00 00 00 07 04 00 04 00 03 00  02 00 00 01 00 07 02 00 04 00", "┌──┐\n├──┤\n└──┘\n\n\n"},
        {"02 00  04 00 00 00 00 07 04 00 03 00 02 00  04 02 00 00 00 07 04 00 03 00 02 00", "┌─┬─┐\n└─┴─┘\n\n\n\n"},
        // Boxes without an inside, lines of one cell.
        {"01 00  04 00 00 00 00 07 04 00 02 00 02 00", "┌┐\n└┘\n\n\n\n"},
        {"01 00  04 00 00 00 00 07 04 00 01 00 02 00", "│\n│\n\n\n\n"},
        {"01 00  04 00 00 00 00 07 04 00 01 00 01 00", "─\n\n\n\n\n"},
        {"01 00  03 00 00 00 00 07 02 00 01 00", "│\n\n\n\n\n"},
        // Text takes the place of a line, and a line that of a text.
        {"02 00  02 00 00 00 00 07 02 00 04 00  01 01 00 00 00 07 02 00 'AB'", "─AB─\n\n\n\n\n"},
        {"02 00  01 00 00 00 00 07 03 00 'ABC'  03 01 00 00 00 07 02 00 02 00", "A│C\n │\n\n\n\n"},
    };
    for (const auto& c : cases) {
        INFO(c.drawn);
        CHECK(shows(c.drawn).text() == c.shown);
    }
}

TEST_CASE("a bar is filled to the nearest eighth of a cell", "[screen]") {
    struct {
        const char* width_and_per_mille;
        const char* shown;
    } const cases[] = {
        {"04 00 00 00", "    "}, {"04 00 E8 03", "████"}, {"04 00 F4 01", "██  "}, {"04 00 2C 01", "█▎  "},
        {"01 00 7D 00", "▏"},    {"01 00 6B 03", "▉"},    {"01 00 3E 00", " "},    {"01 00 3F 00", "▏"},
    };
    for (const auto& c : cases) {
        INFO(c.width_and_per_mille);
        const auto m = shows("01 00  05 00 00 00 00 0A 04 00 " + std::string(c.width_and_per_mille));
        CHECK(m.row_text(0).starts_with(c.shown));
        CHECK(m.at(0, 0).attribute == 0x0A);
    }
}

TEST_CASE("a cursor is shown from its first op on until a clear", "[screen]") {
    auto m = shows("01 00  06 09 00 04 00 07 00 00");
    CHECK(m.cursor() == screen_position{9, 4});
    CHECK(m.apply(drawings("01 00  06 00 00 01 00 07 00 00")));
    CHECK(m.cursor() == screen_position{0, 1});
    CHECK(m.apply(drawings("01 00  00 0A 00 05 00 07 00 00")));
    CHECK_FALSE(m.cursor());
}

TEST_CASE("a message with one wrong drawing changes nothing", "[screen][bad]") {
    const char* wrong[] = {
        "01 0A 00 00 00 07 00 00",                    // text that begins outside the area
        "01 09 00 00 00 07 02 00 'AB'",               // that ends outside
        "01 00 00 05 00 07 01 00 'A'",                // below
        "01 FF FF FF FF 07 01 00 'A'",                // far off
        "02 00 00 00 00 07 02 00 0B 00",              // a line that is too long
        "02 00 00 00 00 07 02 00 00 00",              // without cells
        "02 00 00 00 00 07 02 00 FF FF",              //
        "02 00 00 00 00 07 01 00 01",                 // data too short
        "02 00 00 00 00 07 03 00 01 00 00",           // too long
        "03 00 00 01 00 07 02 00 05 00",              // a line that leaves the area below
        "03 00 00 00 00 07 00 00",                    //
        "04 00 00 00 00 07 04 00 0B 00 02 00",        // a box too wide
        "04 00 00 00 00 07 04 00 02 00 06 00",        // too high
        "04 00 00 00 00 07 04 00 00 00 02 00",        // without cells
        "04 00 00 00 00 07 02 00 02 00",              //
        "04 00 00 00 00 07 06 00 02 00 02 00 00 00",  //
        "05 00 00 00 00 07 04 00 0B 00 00 00",        // a bar too wide
        "05 00 00 00 00 07 04 00 01 00 E9 03",        // more than full
        "05 00 00 00 00 07 04 00 00 00 00 00",        // without cells
        "05 00 00 00 00 07 02 00 01 00",              //
        "06 0A 00 00 00 07 00 00",                    // a cursor outside
        "06 00 00 00 00 07 01 00 00",                 // with data
        "00 00 00 05 00 07 00 00",                    // a screen without columns
        "00 05 00 00 00 07 00 00",                    // without rows
        "00 C9 00 05 00 07 00 00",                    // 201 columns
        "00 05 00 65 00 07 00 00",                    // 101 rows
        "00 05 00 05 00 07 01 00 00",                 // with data
        "07 00 00 00 00 07 00 00",                    // an unknown op
        "FF 00 00 00 00 07 00 00",                    //
    };
    for (const std::string drawing : wrong) {
        INFO(drawing);
        auto m = shows("01 00  01 00 00 00 00 07 03 00 'ABC'");
        const auto before = m;
        CHECK_FALSE(
            m.apply(drawings("03 00  01 00 00 00 00 17 03 00 'XYZ'  " + drawing + "  06 00 00 00 00 07 00 00")));
        CHECK(m == before);
    }
}

TEST_CASE("the largest screen is 200 by 100, and drawings behind a clear are measured by its size", "[screen]") {
    screen_model m;
    CHECK(m.apply(drawings("02 00  00 C8 00 64 00 07 00 00  01 C7 00 63 00 07 01 00 'Z'")));
    CHECK(m.at(199, 99).symbol == u'Z');
    CHECK_FALSE(m.apply(drawings("02 00  00 02 00 02 00 07 00 00  01 02 00 00 00 07 01 00 'A'")));
    CHECK(m.columns() == 200);
}

TEST_CASE("numbers in data follow the byte order of the dialect", "[screen]") {
    screen_model m(10, 5);
    CHECK(m.apply(drawings("01 00  02 00 00 00 00 07 02 00 00 04"), byte_order::big));
    CHECK(m.row_text(0) == "────      ");
}

TEST_CASE("a screen that is made with a size keeps it within the bounds", "[screen]") {
    CHECK(screen_model(80, 25).text() == std::string(25, '\n'));
    CHECK(screen_model(0, 0).columns() == 1);
    CHECK(screen_model(65535, 65535).rows() == 100);
}
