#include "protocol/wire/text.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

std::vector<std::byte> encoded(std::string_view text, std::size_t width, char pad = ' ') {
    std::vector<std::byte> field(width, std::byte{0xEE});
    encode_text(text, field, pad);
    return field;
}

std::string decoded(std::string_view notation) {
    const auto field = exact(wire(notation));
    std::string out = "what was there before";
    decode_text(field, out);
    return out;
}

}  // namespace

TEST_CASE("a text is left-aligned and padded", "[text]") {
    CHECK(encoded("HY-1", 8) == wire("'HY-1' 20*4"));
    CHECK(encoded("HY-1", 8, '\0') == wire("'HY-1' 00*4"));
    CHECK(encoded("", 3) == wire("20*3"));
    CHECK(encoded("HY-1", 4) == wire("'HY-1'"));
    CHECK(encoded("anything", 0).empty());
}

TEST_CASE("a text is cut at the width of its field, counted in characters", "[text]") {
    CHECK(encoded("HY-0001", 4) == wire("'HY-0'"));
    CHECK(encoded("éééé", 3) == wire("E9*3"));
}

TEST_CASE("Latin-1 letters are one byte each", "[text]") {
    CHECK(encoded("Schließkraft", 12) == wire("'Schlie' DF 'kraft'"));
    CHECK(encoded("°C", 8) == wire("B0 'C' 20*6"));
    CHECK(encoded("\u0080\u00FF", 2) == wire("80 FF"));
}

TEST_CASE("what Latin-1 lacks becomes one question mark for each character", "[text]") {
    CHECK(encoded("€", 2) == wire("'?' 20"));
    CHECK(encoded("模具 A", 4) == wire("'?? A'"));
    CHECK(encoded("\U0001F600!", 3) == wire("'?!' 20"));
}

TEST_CASE("broken UTF-8 becomes question marks and swallows nothing whole", "[text]") {
    CHECK(encoded("\xFF"
                  "A",
                  3) == wire("'?A' 20"));
    CHECK(encoded("\xC3", 2) == wire("'?' 20"));
    CHECK(encoded("\xC3"
                  "A",
                  3) == wire("'?A' 20"));
    CHECK(encoded("\xE2\x82", 2) == wire("'?' 20"));
    CHECK(encoded("\xC1\x81", 3) == wire("'?' 20*2"));
}

TEST_CASE("a reader trims spaces and NULs at the right end only", "[text]") {
    CHECK(decoded("'HY-1' 20*4") == "HY-1");
    CHECK(decoded("'HY-1' 00*4") == "HY-1");
    CHECK(decoded("'HY-1' 20 00 20 00") == "HY-1");
    CHECK(decoded("20 'HY 1' 20") == " HY 1");
    CHECK(decoded("00 'A' 00").size() == 2);
    CHECK(decoded("20*8").empty());
    CHECK(decoded("").empty());
}

TEST_CASE("a reader turns every Latin-1 byte into UTF-8", "[text]") {
    CHECK(decoded("'Fran' E7 'ais' 20") == "Français");
    CHECK(decoded("80 A0 BF C0 FF") == "\u0080\u00A0\u00BF\u00C0\u00FF");
}

TEST_CASE("all Latin-1 bytes survive reading and writing", "[text]") {
    for (unsigned code = 1; code < 256; ++code) {
        const std::vector<std::byte> field{static_cast<std::byte>(code), std::byte{'.'}};
        std::string text;
        decode_text(field, text);
        CHECK(encoded(text, 2) == field);
    }
}
