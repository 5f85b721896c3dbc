#include "client/machine/pace.hpp"

#include "tests/catch.hpp"

using namespace husky;
using namespace husky::cells;
using namespace std::chrono_literals;

namespace {

constexpr protocol::instant start{std::chrono::hours(5)};

}  // namespace

TEST_CASE("happenings are due at their virtual time over the scale", "[pace]") {
    const pace real({1, false}, start), fast({20, false}, start);
    CHECK(real.due(10s, 0s) == start + 10s);
    CHECK(fast.due(10s, 0s) == start + 500ms);
    CHECK(fast.due(10s, 3s) == start + 3500ms);
    CHECK(fast.virtual_time(start + 3500ms, 3s) == 10s);
    CHECK(fast.virtual_time(start + 1s, 3s) == 0s);
    CHECK(fast.due(never, 0s) == protocol::never);
}

TEST_CASE("real time does not drift against virtual time in a year", "[pace]") {
    const pace odd({0.7, false}, start);
    constexpr sim_time year = 8766h;
    const auto error = odd.virtual_time(odd.due(year, 0s), 0s) - year;
    CHECK(std::abs(error.count()) < 10);
}

TEST_CASE("a pause moves everything behind it by its length", "[pace]") {
    pace p({20, false}, start);
    p.pause(start + 100ms);
    CHECK(p.paused());
    CHECK(p.due(10s, 0s) == protocol::never);
    CHECK(p.virtual_time(start + 50ms, 0s) == 1s);
    CHECK(p.virtual_time(start + 100ms, 0s) == 2s);
    CHECK(p.virtual_time(start + 1h, 0s) == 2s);
    p.resume(start + 1h);
    CHECK_FALSE(p.paused());
    CHECK(p.virtual_time(start + 1h, 0s) == 2s);
    CHECK(p.due(10s, 0s) == start + 1h + 400ms);
    CHECK(p.virtual_time(start + 1h + 400ms, 0s) == 10s);
    p.pause(start + 2h);
    p.resume(start + 3h);
    CHECK(p.due(10'000'000s, 0s) == start + 500'000s + 1h - 100ms + 1h);
}

TEST_CASE("to pause twice or to resume what runs changes nothing", "[pace]") {
    pace p({1, false}, start);
    p.resume(start + 1s);
    CHECK(p.due(10s, 0s) == start + 10s);
    p.pause(start + 1s);
    p.pause(start + 5s);
    p.resume(start + 6s);
    p.resume(start + 9s);
    CHECK(p.due(10s, 0s) == start + 15s);
}
