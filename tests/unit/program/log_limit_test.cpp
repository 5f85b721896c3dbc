#include "program/log_limit.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace std::chrono_literals;

TEST_CASE("so many lines a second pass, the others are counted", "[log]") {
    program::log_limit limit(2);
    const protocol::instant start{10s};
    CHECK(limit.allows(start));
    CHECK(limit.allows(start + 1ms));
    CHECK_FALSE(limit.allows(start + 2ms));
    CHECK_FALSE(limit.allows(start + 999ms));
    CHECK(limit.take_suppressed() == 2);
    CHECK(limit.take_suppressed() == 0);
    CHECK(limit.allows(start + 1s));
}
