#include "program/live_line.hpp"

#include "tests/catch.hpp"

using husky::program::first_characters;

TEST_CASE("a line is cut between characters", "[live_line]") {
    CHECK(first_characters("12 machines", 11) == "12 machines");
    CHECK(first_characters("12 machines", 10) == "12 machine");
    CHECK(first_characters("12 machines", 0).empty());
    CHECK(first_characters("", 5).empty());
    CHECK(first_characters("h\xC3\xB6st\xE2\x82\xAC!", 2) == "h\xC3\xB6");
    CHECK(first_characters("h\xC3\xB6st\xE2\x82\xAC!", 5) == "h\xC3\xB6st\xE2\x82\xAC");
}
