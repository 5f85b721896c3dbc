#include "protocol/wire/wire_text.hpp"

#include "tests/catch.hpp"

using namespace husky::protocol;

TEST_CASE("the wire carries Latin-1, a letter a byte", "[text]") {
    CHECK(wire_length("") == 0);
    CHECK(wire_length("HY-0001") == 7);
    CHECK(wire_length("M\xC3\xBChle") == 5);
    CHECK(wire_length("\xC2\x80\xC3\xBF") == 2);
    CHECK_FALSE(wire_length("\xC4\x80"));        // U+0100
    CHECK_FALSE(wire_length("\xE2\x82\xAC 5"));  // euro sign
    CHECK_FALSE(wire_length("M\xFC"));
    CHECK_FALSE(wire_length("M\xC3"));
}

TEST_CASE("a name is a text that arrives as it is", "[text]") {
    const auto [text, arrives] = GENERATE(table<std::string, bool>({
        {"HY-0001", true},
        {"M\xC3\xBChle 7", true},
        {"12345678", true},
        {"\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC", true},
        {"123456789", false},
        {"", false},
        {"a\tb", false},
        {"a\x7F", false},
        {"a\xC2\x85", false},
        {"\xE5\xB0\x84", false},
    }));
    CHECK(is_wire_name(text, 8) == arrives);
}
