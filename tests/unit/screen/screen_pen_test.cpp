#include "protocol/screen/screen_pen.hpp"

#include <random>

#include "tests/catch.hpp"
#include "tests/unit/protocol/seed.hpp"
#include "tests/unit/screen/drawings.hpp"

using namespace husky::protocol;

namespace {

void draw_page(screen_pen& pen, std::string_view value, unsigned per_mille) {
    pen.begin(20, 6);
    pen.box(0, 0, 0x07, 20, 6);
    pen.text(2, 0, 0x1F, "Übersicht");
    pen.field(2, 2, 0x0A, 8, value);
    pen.bar(2, 3, 0x0C, 16, per_mille);
}

std::vector<screen_command> of(std::string_view notation) { return drawings(notation).commands; }

}  // namespace

TEST_CASE("what was drawn can be sent whole to a host that knows nothing", "[screen][pen]") {
    screen_pen pen;
    draw_page(pen, "5.50", 500);
    screen_model host;
    CHECK(host.apply(screen{pen.whole()}));
    CHECK(host == pen.drawn());
    CHECK(host.row_text(0) == "┌─Übersicht────────┐");
    CHECK(host.row_text(3) == "│ ████████         │");
}

TEST_CASE("only what differs is sent afterwards", "[screen][pen]") {
    screen_pen pen;
    draw_page(pen, "5.50", 500);
    const auto shown = pen.drawn();
    CHECK(pen.since(shown).empty());

    draw_page(pen, "5.53", 500);
    CHECK(pen.since(shown) == of("01 00  01 05 00 02 00 0A 01 00 '3'"));
    draw_page(pen, "6.51", 500);
    CHECK(pen.since(shown) == of("01 00  01 02 00 02 00 0A 04 00 '6.51'"));
    draw_page(pen, "5.50", 550);
    CHECK(pen.since(shown) == of("01 00  05 0A 00 03 00 0C 04 00 01 00 EE 02"));
    draw_page(pen, "5.50", 420);
    CHECK(pen.since(shown) == of("02 00  05 08 00 03 00 0C 04 00 01 00 EE 02  01 09 00 03 00 0C 01 00 ' '"));
}

TEST_CASE("a line that moves makes the screen be drawn again", "[screen][pen]") {
    screen_pen pen;
    draw_page(pen, "5.50", 500);
    const auto shown = pen.drawn();
    pen.horizontal_line(0, 4, 0x07, 20);
    CHECK(pen.since(shown) == pen.whole());
    pen.begin(10, 6);
    CHECK(pen.since(shown) == pen.whole());
}

TEST_CASE("a cursor is sent alone, and hidden by drawing again", "[screen][pen]") {
    screen_pen pen;
    draw_page(pen, "5.50", 500);
    const auto without = pen.drawn();
    pen.cursor(3, 2);
    CHECK(pen.since(without) == of("01 00  06 03 00 02 00 07 00 00"));
    const auto with = pen.drawn();
    draw_page(pen, "5.50", 500);
    CHECK(pen.since(with) == pen.whole());
}

TEST_CASE("what would leave the area is cut", "[screen][pen]") {
    screen_pen pen;
    pen.begin(5, 2);
    pen.text(3, 0, 0x07, "éüß");
    pen.text(5, 0, 0x07, "nowhere");
    pen.field(4, 1, 0x07, 9, "");
    pen.horizontal_line(0, 1, 0x07, 99);
    pen.vertical_line(0, 1, 0x07, 99);
    pen.box(9, 9, 0x07, 2, 2);
    pen.bar(0, 2, 0x07, 9, 9);
    pen.cursor(5, 0);
    CHECK(pen.drawn().text() == "   éü\n├────\n");
    CHECK_FALSE(pen.drawn().cursor());
    pen.begin(5, 2);
    pen.bar(0, 0, 0x07, 99, 5000);
    CHECK(pen.drawn().row_text(0) == "█████");
}

TEST_CASE("numbers are drawn in the byte order of the dialect", "[screen][pen]") {
    screen_pen pen(byte_order::big);
    pen.begin(200, 2);
    pen.horizontal_line(0, 0, 0x07, 200);
    CHECK(pen.drawn().at(199, 0).symbol == u'─');
    CHECK(pen.whole().back().data == wire("00 C8"));
}

TEST_CASE("no message of a screen passes 65535 bytes, and together they make it", "[screen][pen]") {
    screen_pen pen;
    pen.begin(max_screen_columns, max_screen_rows);
    for (unsigned y = 0; y < max_screen_rows; ++y)
        for (unsigned x = 0; x < max_screen_columns; ++x)
            pen.text(x, y, static_cast<std::uint8_t>((x + y) % 128), "X");
    screen_model host;
    std::size_t from = 0;
    int messages = 0;
    while (from < pen.whole().size()) {
        const auto m = next_message(pen.whole(), from);
        REQUIRE(encoded_size(m, default_dialect()) <= 65535);
        REQUIRE(host.apply(m));
        ++messages;
    }
    CHECK(messages == 3);
    CHECK(host == pen.drawn());
    CHECK(size_on_wire(pen.whole()) == 8 + 9 * 20000);
}

TEST_CASE("a difference turns any screen into any other", "[screen][pen][random]") {
    const auto seed = test_seed();
    INFO("repeat with HUSKY_SEED=" << seed << " test_screen [pen]");
    std::mt19937_64 random(seed);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    screen_pen pen;
    screen_model shown;
    const auto scribble = [&] {
        const auto attribute = static_cast<std::uint8_t>(below(3));
        const unsigned x = below(32), y = below(11);
        switch (below(6)) {
            case 0:
                return pen.horizontal_line(x, y, attribute, below(40));
            case 1:
                return pen.vertical_line(x, y, attribute, below(12));
            case 2:
                return pen.box(x, y, attribute, below(9), below(9));
            case 3:
                return pen.cursor(x, y);
            case 4:
                return pen.bar(x, y, attribute, below(40), below(1100));
            default:
                return pen.text(x, y, attribute, std::string(below(9), static_cast<char>(below(127) + 1)));
        }
    };
    for (int i = 0; i < 3000; ++i) {
        if (below(20) == 0) pen.begin(static_cast<std::uint16_t>(20 + below(12)), 10);
        if (i == 0) pen.begin(30, 10);
        for (unsigned n = below(3); n-- > 0;)
            scribble();
        REQUIRE(shown.apply(screen{pen.since(shown)}));
        REQUIRE(shown == pen.drawn());
    }
}
