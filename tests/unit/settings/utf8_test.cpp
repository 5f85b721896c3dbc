#include "settings/utf8.hpp"

#include "settings/error.hpp"
#include "tests/catch.hpp"

using namespace husky::settings;
using namespace std::string_literals;

TEST_CASE("the first byte that is not UTF-8 is found", "[settings]") {
    const auto [text, at] = GENERATE(table<std::string, int>({
        {"", -1},
        {"Gr\xC3\xB6\xC3\x9F"
         "e \xE2\x82\xAC \xF0\x9F\x94\xA7",
         -1},
        {"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF", -1},
        {"M\xFChle", 1},
        {"ab\xC3", 2},
        {"\xC0\x80", 0},
        {"a\xE0\x9F\xBF", 1},
        {"\xED\xA0\x80", 0},
        {"\xF4\x90\x80\x80", 0},
        {"x\xE2\x82", 1},
        {"\x80", 0},
    }));
    const auto found = wrong_utf8(text);
    CHECK((found ? static_cast<int>(*found) : -1) == at);
}

TEST_CASE("a text file is UTF-8, and a byte order mark is no part of it", "[settings]") {
    CHECK(utf8_text("seed: 1\n", "plant.yaml") == "seed: 1\n");
    CHECK(utf8_text("\xEF\xBB\xBFjob: M\xC3\xBChle", "plant.yaml") == "job: M\xC3\xBChle");
    CHECK(utf8_text("", "plant.yaml").empty());
    const auto [content, message] = GENERATE(table<std::string, std::string>({
        {"seed: 1\njob: M\xFChle\n", "plant.yaml:2: byte 0xFC is not UTF-8; save the file as UTF-8"},
        {"\xEF\xBB\xBF# \xC3", "plant.yaml:1: byte 0xC3 is not UTF-8; save the file as UTF-8"},
        {"\xFF\xFEs\0e\0"s, "plant.yaml:1: is UTF-16; save it as UTF-8"},
        {"\xFE\xFF\0s\0e"s, "plant.yaml:1: is UTF-16; save it as UTF-8"},
        {"s\0e\0"s, "plant.yaml:1: is UTF-16; save it as UTF-8"},
        {"\0s\0e"s, "plant.yaml:1: is UTF-16; save it as UTF-8"},
    }));
    CHECK_THROWS_WITH(utf8_text(content, "plant.yaml"), message);
}

TEST_CASE("a text is cut between two characters", "[settings]") {
    const std::string text = "Kühl°";  // 5 characters, 7 bytes
    CHECK(whole_characters(text, 7) == text);
    CHECK(whole_characters(text, 6) == "Kühl");
    CHECK(whole_characters(text, 3) == "Kü");
    CHECK(whole_characters(text, 2) == "K");
    CHECK(whole_characters(text, 0).empty());
}
