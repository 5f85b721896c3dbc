#include "settings/duration.hpp"

#include "tests/catch.hpp"

using namespace std::chrono_literals;
using husky::settings::parse_duration;

TEST_CASE("a duration is a number and a unit", "[settings]") {
    CHECK(parse_duration("10s") == 10s);
    CHECK(parse_duration("5m") == 5min);
    CHECK(parse_duration("1h") == 1h);
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("0.5s") == 500ms);
    CHECK(parse_duration("2d") == 48h);
}

TEST_CASE("anything else is no duration", "[settings]") {
    for (const char* text : {"", "10", "s", "-1s", "10 s", "1e99h", "nans", "infs", "ten s", "10sec"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
}
