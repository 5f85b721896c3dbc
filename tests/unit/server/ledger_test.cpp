#include <limits>
#include <string>
#include <vector>

#include "server/ledger/cycle_ledger.hpp"
#include "tests/catch.hpp"

using namespace husky::host;
using std::chrono::sys_seconds;

namespace {

constexpr std::int32_t top = husky::protocol::highest_life_counter;

sys_seconds second(int n) { return sys_seconds{std::chrono::seconds{n}}; }

struct arrival {
    std::int32_t life_counter;
    int end_time;
    verdict expected;
};

std::string gaps_after(cycle_ledger& ledger) {
    std::vector<remembered_gap> gaps;
    ledger.take_changes([&](const remembered_gap& gap) { gaps.push_back(gap); }, [](std::int64_t) {});
    std::string text;
    for (const remembered_gap& gap : gaps)
        text += std::to_string(gap.epoch) + ':' + std::to_string(gap.first_missing) + '-' +
                std::to_string(gap.last_missing) + ' ';
    return text;
}

std::string play(cycle_ledger& ledger, const std::vector<arrival>& arrivals) {
    for (const arrival& each : arrivals) {
        CAPTURE(each.life_counter, each.end_time);
        const verdict got = ledger.accept(each.life_counter, second(each.end_time), wall_time{});
        CHECK(static_cast<int>(got.outcome) == static_cast<int>(each.expected.outcome));
        CHECK(got.epoch == each.expected.epoch);
        CHECK(got.new_gaps == each.expected.new_gaps);
    }
    return gaps_after(ledger);
}

constexpr auto fresh = cycle_outcome::fresh;
constexpr auto late = cycle_outcome::late;
constexpr verdict duplicate{};
constexpr auto new_epoch = cycle_outcome::new_epoch;
constexpr auto wrapped = cycle_outcome::wrapped;

}  // namespace

TEST_CASE("the first cycle of a machine opens epoch 1 and no gap, whatever its counter", "[ledger]") {
    cycle_ledger ledger;
    CHECK(ledger.epoch() == 0);
    CHECK(play(ledger, {{4711, 10, {fresh, 1}}, {4712, 20, {fresh, 1}}}).empty());
    CHECK(ledger.highest_counter() == 4712);
    CHECK(ledger.highest_time() == second(20));
}

TEST_CASE("a cycle that comes again is a duplicate", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{1, 10, {fresh, 1}}, {2, 20, {fresh, 1}}, {2, 20, duplicate}, {1, 10, duplicate}}).empty());
}

TEST_CASE("cycles of both sides may end in the same second", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{1, 10, {fresh, 1}}, {2, 10, {fresh, 1}}, {3, 10, {fresh, 1}}}).empty());
}

TEST_CASE("a jump opens a gap", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{1, 10, {fresh, 1}}, {5, 50, {fresh, 1, 1}}}) == "1:2-4 ");
}

TEST_CASE("a late cycle shrinks, splits or closes its gap, and is late only once", "[ledger]") {
    const auto [counters, left] = GENERATE(table<std::vector<int>, std::string>({
        {{2}, "1:3-5 "},
        {{5}, "1:2-4 "},
        {{3}, "1:2-2 1:4-5 "},
        {{2, 5}, "1:3-4 "},
        {{3, 4}, "1:2-2 1:5-5 "},
        {{2, 3, 4, 5}, ""},
        {{5, 4, 3, 2}, ""},
        {{3, 5, 2, 4}, ""},
    }));
    cycle_ledger ledger;
    play(ledger, {{1, 10, {fresh, 1}}});
    ledger.accept(6, second(60), wall_time{});
    for (const int counter : counters) {
        const verdict first = ledger.accept(counter, second(10 * counter), wall_time{});
        CHECK(first == verdict{late, 1});
        CHECK(ledger.accept(counter, second(10 * counter), wall_time{}) == duplicate);
    }
    CHECK(gaps_after(ledger) == left);
    CHECK(ledger.highest_counter() == 6);
}

TEST_CASE("a counter at or below the highest with a later end time opens an epoch", "[ledger]") {
    const std::int32_t counter = GENERATE(1, 3, 7, 10);
    cycle_ledger ledger;
    play(ledger, {{10, 100, {fresh, 1}}, {counter, 101, {new_epoch, 2}}});
    CHECK(ledger.highest_counter() == counter);
    CHECK(play(ledger, {{counter + 1, 102, {fresh, 2}}, {counter + 1, 102, duplicate}}).empty());
}

TEST_CASE("a machine that begins anew with a clock behind loses no cycle", "[ledger]") {
    const int behind = GENERATE(0, 1, 15, 3600);
    cycle_ledger ledger;
    play(ledger, {{1, 10'000, {fresh, 1}}, {2, 10'010, {fresh, 1}}, {3, 10'020, {fresh, 1}}});
    CHECK(play(ledger, {{1, 10'011 - behind, {new_epoch, 2}},
                        {2, 10'021 - behind, {fresh, 2}},
                        {3, 10'031 - behind, {fresh, 2}},
                        {4, 10'041 - behind, {fresh, 2}},
                        {4, 10'041 - behind, duplicate},
                        {2, 10'010, duplicate},
                        {2, 10'021 - behind, duplicate}})
              .empty());
}

TEST_CASE("a repeat has the counter and the end time of a stored cycle, and nothing else is one", "[ledger]") {
    const auto [counter, end_time, expected] = GENERATE(table<std::int32_t, int, verdict>({
        {2, 20, duplicate},
        {2, 19, {new_epoch, 2}},
        {2, 21, {new_epoch, 2}},
        {3, 30, duplicate},
        {3, 20, {new_epoch, 2}},
        {1, 30, {new_epoch, 2}},
    }));
    cycle_ledger ledger;
    play(ledger, {{1, 10, {fresh, 1}}, {2, 20, {fresh, 1}}, {3, 30, {fresh, 1}}});
    CHECK(play(ledger, {{counter, end_time, expected}}).empty());
}

TEST_CASE("a clock set back may say the time of a stored cycle once more", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{1, 100, {fresh, 1}},
                        {2, 110, {fresh, 1}},
                        {3, 120, {fresh, 1}},
                        {1, 90, {new_epoch, 2}},
                        {2, 110, {fresh, 2}},  // the next one, though epoch 1 had the same
                        {3, 121, {fresh, 2}}})
              .empty());
}

TEST_CASE("where the clock stands at its end, a counter that goes back begins an epoch", "[ledger]") {
    const int end = std::numeric_limits<std::int32_t>::max();
    cycle_ledger ledger;
    CHECK(play(ledger, {{1, end, {fresh, 1}},
                        {2, end, {fresh, 1}},
                        {3, end, {fresh, 1}},
                        {4, end, {fresh, 1}},
                        {4, end, duplicate},
                        {1, end, {new_epoch, 2}},
                        {2, end, {fresh, 2}},
                        {4, end, {fresh, 2, 1}}}) == "2:3-3 ");
    CHECK(play(ledger, {{3, end, {new_epoch, 3}}, {4, end, {fresh, 3}}}).empty());
}

TEST_CASE("repeats are known among the newest cycles, whatever epoch they are of", "[ledger]") {
    cycle_ledger ledger;
    constexpr auto newest = static_cast<std::int32_t>(recent_cycles::max_cycles);
    for (std::int32_t i = 1; i <= newest + 1; ++i)
        REQUIRE(ledger.accept(i, second(10 * i), wall_time{}).outcome == fresh);
    CHECK(play(ledger, {{newest + 1, 10 * (newest + 1), duplicate}, {2, 20, duplicate}}).empty());
    CHECK(play(ledger, {{1, 10, {new_epoch, 2}}, {3, 30, duplicate}, {2, 20, {fresh, 2}}}).empty());
}

TEST_CASE("a clock set back does not interrupt the count", "[ledger]") {
    cycle_ledger ledger;
    CHECK(
        play(ledger, {{1, 1000, {fresh, 1}}, {2, 500, {fresh, 1}}, {3, 510, {fresh, 1}}, {2, 500, duplicate}}).empty());
}

TEST_CASE("a repeated cycle of an earlier epoch is no jump", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{8, 80, {fresh, 1}},
                        {9, 90, {fresh, 1}},
                        {1, 100, {new_epoch, 2}},
                        {2, 110, {fresh, 2}},
                        {8, 80, duplicate},
                        {9, 90, duplicate},
                        {3, 120, {fresh, 2}}})
              .empty());
}

TEST_CASE("a late cycle fills the gap of its own epoch", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{4, 40, {fresh, 1}},
                        {7, 70, {fresh, 1, 1}},  // 5 and 6 of epoch 1
                        {1, 100, {new_epoch, 2}},
                        {8, 170, {fresh, 2, 1}},  // 2 to 7 of epoch 2
                        {5, 50, {late, 1}},
                        {5, 140, {late, 2}},
                        {6, 60, {late, 1}},
                        {6, 60, duplicate}}) == "2:2-4 2:6-7 ");
}

TEST_CASE("the counter wraps into a new epoch", "[ledger]") {
    const auto [last, first, gaps] = GENERATE(table<std::int32_t, std::int32_t, std::string>({
        {top, 1, ""},
        {top, 3, "2:1-2 "},
        {top - 2, 1, "1:2147483646-2147483647 "},
        {top - 1, 2, "1:2147483647-2147483647 2:1-1 "},
        {top, wrap_window + 1, "2:1-100000 "},
        {top, wrap_window + 2, ""},  // too many for a wrap: a reset controller
    }));
    const int at = GENERATE(100, 101);  // a wrap may fall into one second
    if (at == 100 && first > wrap_window + 1) return;
    cycle_ledger ledger;
    play(ledger, {{last, 100, {fresh, 1}}});
    const verdict got = ledger.accept(first, second(at), wall_time{});
    CHECK(got.outcome == (first > wrap_window + 1 ? new_epoch : wrapped));
    CHECK(got.epoch == 2);
    CHECK(gaps_after(ledger) == gaps);
}

TEST_CASE("cycles lost around a wrap may come late", "[ledger]") {
    cycle_ledger ledger;
    CHECK(play(ledger, {{top - 3, 100, {fresh, 1}},
                        {3, 160, {wrapped, 2, 2}},
                        {top - 1, 120, {late, 1}},
                        {1, 140, {late, 2}},
                        {top - 3, 100, duplicate},
                        {top - 1, 120, duplicate},
                        {4, 170, {fresh, 2}}}) == "1:2147483645-2147483645 1:2147483647-2147483647 2:2-2 ");
}

TEST_CASE("accepted cycles that the store cannot take are missing until they come again", "[ledger]") {
    cycle_ledger ledger;
    play(ledger, {{1, 10, {fresh, 1}}});
    for (const int counter : {2, 3, 4}) {
        const verdict got = ledger.accept(counter, second(10 * counter), wall_time{});
        ledger.mark_missing(got, counter, second(10 * counter), wall_time{});
    }
    CHECK(gaps_after(ledger) == "1:2-4 ");
    CHECK(play(ledger, {{3, 30, {late, 1}}, {5, 50, {fresh, 1}}}) == "1:2-2 1:4-4 ");
    CHECK(play(ledger, {{7, 70, {fresh, 1, 1}}}) == "1:6-6 ");
}

TEST_CASE("a late cycle that the store cannot take joins its gap together again", "[ledger]") {
    cycle_ledger ledger;
    play(ledger, {{1, 10, {fresh, 1}}, {5, 50, {fresh, 1, 1}}});
    const verdict got = ledger.accept(3, second(30), wall_time{});
    ledger.mark_missing(got, 3, second(30), wall_time{});
    CHECK(gaps_after(ledger) == "1:2-4 ");
    CHECK(ledger.gaps().size() == 1);
    ledger.mark_missing(ledger.accept(5, second(50), wall_time{}), 5, second(50), wall_time{});
    CHECK(gaps_after(ledger).empty());  // a duplicate is not missing
}

TEST_CASE("a ledger goes on where the stored machine stopped", "[ledger]") {
    remembered_machine machine;
    machine.epoch = 2;
    machine.highest_counter = 20;
    machine.highest_time = second(200);
    machine.recent = {{85, second(95)}, {90, second(100)}, {20, second(200)}};
    machine.next_gap = 7;
    machine.gaps = {{3, 1, 80, 82, second(70), second(90), wall_time{}},
                    {6, 2, 11, 12, second(150), second(160), wall_time{}}};
    cycle_ledger ledger(machine);
    CHECK_FALSE(ledger.has_changes());
    CHECK(play(ledger, {{20, 200, duplicate},
                        {85, 95, duplicate},
                        {81, 75, {late, 1}},
                        {12, 155, {late, 2}},
                        {25, 250, {fresh, 2, 1}}}) == "1:80-80 1:82-82 2:11-11 2:21-24 ");
}

TEST_CASE("a stored gap past the highest stored cycle moves the ledger on", "[ledger]") {
    remembered_machine machine;
    machine.epoch = 1;
    machine.highest_counter = 20;
    machine.highest_time = second(200);
    machine.next_gap = 2;
    machine.gaps = {{1, 1, 21, 25, second(210), second(250), wall_time{}}};
    SECTION("in its epoch") {
        cycle_ledger ledger(machine);
        CHECK(play(ledger, {{25, 250, {late, 1}}, {26, 260, {fresh, 1}}}) == "1:21-24 ");
    }
    SECTION("in a later one") {
        machine.gaps.push_back({2, 2, 1, 1, second(300), second(300), wall_time{}});
        cycle_ledger ledger(machine);
        CHECK(ledger.epoch() == 2);
        CHECK(play(ledger, {{24, 240, {late, 1}}, {1, 300, {late, 2}}, {2, 310, {fresh, 2}}}) == "1:21-23 1:25-25 ");
    }
}

TEST_CASE("what a machine says it has counted is missing until it comes", "[ledger][announce]") {
    cycle_ledger ledger;
    CHECK_FALSE(ledger.announce(5, wall_time{}));
    play(ledger, {{5, 50, {fresh, 1}}});
    CHECK_FALSE(ledger.announce(5, wall_time{}));
    CHECK(ledger.announce(9, wall_time{}));
    CHECK_FALSE(ledger.announce(9, wall_time{}));
    CHECK(ledger.highest_counter() == 9);
    CHECK(gaps_after(ledger) == "1:6-9 ");
    SECTION("the next cycle jumps no further than it must") {
        CHECK(play(ledger, {{10, 100, {fresh, 1}}}).empty());
        CHECK(play(ledger, {{12, 120, {fresh, 1, 1}}}) == "1:11-11 ");
    }
    SECTION("cycles that were on their way fill it, whatever the clock was set to meanwhile") {
        CHECK(play(ledger, {{7, 1000, {late, 1}}, {8, 1010, {late, 1}}}) == "1:6-6 1:9-9 ");
        CHECK(play(ledger, {{9, 90, {late, 1}}, {10, 100, {fresh, 1}}, {6, 60, {late, 1}}}).empty());
        CHECK(ledger.gaps().size() == 0);
    }
    SECTION("it may be said again, and more") {
        CHECK(ledger.announce(11, wall_time{}));
        CHECK(play(ledger, {{12, 120, {fresh, 1}}}) == "1:6-11 ");
    }
}

TEST_CASE("what was announced is remembered, and ends with its epoch", "[ledger][announce]") {
    remembered_machine machine;
    machine.epoch = 1;
    machine.highest_counter = 20;
    machine.highest_time = second(200);
    machine.next_gap = 2;
    machine.gaps = {{1, 1, 21, 25, second(200), open_end, wall_time{}}};
    cycle_ledger ledger(machine);
    CHECK(ledger.highest_counter() == 25);
    SECTION("cycles on their way are still known by their counter") {
        CHECK(play(ledger, {{22, 900, {late, 1}}, {23, 100, {late, 1}}, {26, 130, {fresh, 1}}}) == "1:21-21 1:24-25 ");
    }
    SECTION("a reset controller begins an epoch") {
        CHECK(play(ledger, {{3, 300, {new_epoch, 2}}, {22, 310, {fresh, 2, 1}}}) == "1:21-25 2:4-21 ");
        CHECK(play(ledger, {{21, 305, {late, 2}}}) == "2:4-20 ");
    }
}
