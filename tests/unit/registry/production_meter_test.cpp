#include "server/registry/production_meter.hpp"

#include "tests/catch.hpp"

using namespace husky::host;
using husky::protocol::interruption_state;
using husky::protocol::machine_mode;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::chrono::sys_seconds ended(int second) { return std::chrono::sys_seconds(seconds(second)); }
wall_time at(double second) { return wall_time(milliseconds(static_cast<std::int64_t>(1000 * second))); }

/// A cycle of ten seconds of a mould with four cavities.
told_counts cycle_of(std::int32_t job_cycles, std::int32_t good, std::int32_t bad = 0, float cycle_time = 10) {
    told_counts told;
    told.job_cycles = told.side_cycles = job_cycles;
    told.quality = 0;
    told.good = good;
    told.bad = bad;
    told.cavities = 4;
    told.cycle_time = cycle_time;
    return told;
}

/// What became of a stop in words: "down 0-70 lost 70".
std::string stops_in_words(const std::vector<stop_record>& stops) {
    std::string out;
    for (const auto& each : stops) {
        constexpr std::array<const char*, 4> kinds{"down", "set-up", "planned", "unseen"};
        out += kinds.at(static_cast<std::size_t>(each.kind));
        for (const auto& [word, ms] :
             {std::pair(" ", each.begin.time_since_epoch().count()),
              std::pair("-", each.end.time_since_epoch().count()), std::pair(" lost ", each.lost.count())})
            out += word + std::to_string(ms);
        out += ';';
    }
    return out;
}

/// A side whose first cycle ended, and was received, at 0.
struct running_side {
    production_meter meter;
    std::vector<stop_record> stops;

    running_side() { take(cycle_of(1, 4), 0, 0); }
    produced take(const told_counts& told, int end_time, double received) {
        stops.clear();
        return meter.cycle(told, ended(end_time), at(received), stops);
    }
};

}  // namespace

TEST_CASE("a cycle adds its time and what its counters rose by", "[registry][oee]") {
    running_side side;
    CHECK(side.take(cycle_of(2, 8), 10, 10) == produced{10000, 10000, 4, 0});
    CHECK(side.take(cycle_of(3, 11, 1), 20, 20) == produced{10000, 10000, 3, 1});
    CHECK(side.take(cycle_of(4, 11, 5), 30, 30) == produced{10000, 10000, 0, 4});
    CHECK(side.stops.empty());
}

TEST_CASE("the first cycle of a job adds its counters, one after a gap its cavities", "[registry][oee]") {
    running_side side;
    CHECK(side.take(cycle_of(1, 3, 1), 10, 10) == produced{10000, 10000, 3, 1});
    side.meter.break_off();
    CHECK(side.take(cycle_of(9, 33, 3), 90, 90) == produced{10000, 10000, 4, 0});
    CHECK(side.stops.empty());
    auto told = cycle_of(3, 11, 1);
    told.quality = 1;
    CHECK(side.meter.late_cycle(told) == produced{10000, 10000, 0, 4});
    CHECK(side.take(cycle_of(10, 20, 3), 100, 100) == produced{10000, 10000, 4, 0});  // fewer good ones than before
}

TEST_CASE("what a cycle does not say is not known", "[registry][oee]") {
    running_side side;
    CHECK(side.take({}, 10, 10) == produced{});
    auto told = cycle_of(3, 12);
    told.cycle_time.reset();
    CHECK(side.take(told, 500, 500).busy_ms == -1);
    CHECK(side.stops.empty());
    told = cycle_of(3, 12);
    told.cavities = 5;
    told.quality = 256;  // none that there is
    told.good.reset();
    CHECK(side.take(told, 510, 510) == produced{10000, 0, 0, 0});
}

TEST_CASE("a stop is lost to what the side did", "[registry][oee]") {
    running_side side;
    SECTION("for no reason that is told") {
        side.take(cycle_of(2, 8), 130, 130);
        CHECK(stops_in_words(side.stops) == "down 0-120000 lost 120000;");
    }
    SECTION("interrupted, then set up") {
        side.meter.interruption(interruption_state::begins, at(5));
        side.meter.mode(machine_mode::off, at(6));  // a power failure: the interruption is why
        side.meter.interruption(interruption_state::ends, at(70));
        side.meter.mode(machine_mode::set_up, at(70));
        side.take(cycle_of(2, 8), 130, 130);
        CHECK(stops_in_words(side.stops) == "down 0-70000 lost 70000;set-up 70000-120000 lost 50000;");
    }
    SECTION("without an order") {
        side.meter.mode(machine_mode::standby, at(20));
        side.take(cycle_of(2, 8), 130, 130);
        CHECK(stops_in_words(side.stops) == "down 0-20000 lost 20000;planned 20000-120000 lost 100000;");
    }
    SECTION("not seen for a while") {
        side.meter.unseen(at(20));
        side.meter.mode(machine_mode::automatic, at(80));
        side.take(cycle_of(2, 8), 130, 130);
        CHECK(stops_in_words(side.stops) == "down 0-20000 lost 20000;down 80000-120000 lost 40000;");
    }
    SECTION("of a machine that runs twenty times as fast") {
        side.meter.mode(machine_mode::maintenance, at(3));
        side.take(cycle_of(2, 8), 130, 6.5);
        CHECK(stops_in_words(side.stops) == "down 0-3000 lost 60000;planned 3000-6000 lost 60000;");
    }
    SECTION("that was told in one piece with its cycles") {
        side.meter.interruption(interruption_state::begins, at(0));
        side.take(cycle_of(2, 8), 130, 0);
        CHECK(stops_in_words(side.stops) == "down 0-0 lost 120000;");
    }
    SECTION("with more changes than are kept") {
        for (int i = 1; i < 20; ++i)
            side.meter.mode(i % 2 == 0 ? machine_mode::manual : machine_mode::standby, at(i));
        side.take(cycle_of(2, 8), 130, 130);
        CHECK(side.stops.size() == 6);
    }
    SECTION("that is none: times are in whole seconds") {
        side.take(cycle_of(2, 8), 12, 12);
        CHECK(side.stops.empty());
    }
    SECTION("that is none: the clock was set") {
        side.take(cycle_of(2, 8), 1'000'000'000, 10);
        CHECK(side.stops.empty());
        side.take(cycle_of(3, 12), 10, 20);
        CHECK(side.stops.empty());
    }
}

TEST_CASE("a side that stands is seen before its next cycle", "[registry][oee]") {
    running_side side;
    CHECK(side.meter.standing(at(22)).empty());
    side.meter.interruption(interruption_state::begins, at(30));
    CHECK(stops_in_words(side.meter.standing(at(100))) == "down 0-100000 lost 100000;");
    side.meter.unseen(at(40));
    CHECK(stops_in_words(side.meter.standing(at(100))) == "down 0-40000 lost 40000;");
    CHECK(production_meter().standing(at(100)).empty());
}

TEST_CASE("after a restart of the host nobody knows what the side did meanwhile", "[registry][oee]") {
    running_side side;
    side.meter = {};
    side.meter.resume(ended(0), at(0));
    side.meter.mode(machine_mode::automatic, at(50));
    side.take(cycle_of(2, 8), 130, 130);
    CHECK(stops_in_words(side.stops) == "down 50000-120000 lost 70000;");
}

TEST_CASE("the ideal is the fastest five cycles of the job, by their median", "[registry][oee]") {
    running_side side;
    std::int32_t n = 1;
    const auto after = [&](float cycle_time) {
        ++n;
        side.take(cycle_of(n, 4 * n, 0, cycle_time), 10 * n, 10 * n);
        return side.meter.ideal_cycle_time().value();
    };
    CHECK(after(10) == 10);
    CHECK(after(12) == 10);
    CHECK(after(12) == 10);
    CHECK(after(12) == 12);  // 10 10 12 12 12
    CHECK(after(1) == 12);   // a glitch: 10 12 12 12 1
    for (int i = 0; i < 12; ++i)
        CHECK(after(12) == 12);
    CHECK(after(11) == 12);
    CHECK(after(11) == 12);
    CHECK(after(11) == 11);
    for (int i = 0; i < 12; ++i)
        CHECK(after(15) == 11);
    side.take(cycle_of(1, 4, 0, 15), 10 * n + 15, 10 * n + 15);
    CHECK(side.meter.ideal_cycle_time() == 15.0F);
}

TEST_CASE("cavities that are blocked are a loss of performance", "[registry][oee]") {
    running_side side;
    auto told = cycle_of(2, 7);
    told.cavities = 3;
    CHECK(side.take(told, 10, 10) == produced{10000, 7500, 3, 0});
    told = cycle_of(3, 7);  // a dry cycle
    told.quality = 2;
    told.cycle_time = 3.0F;
    CHECK(side.take(told, 13, 13) == produced{3000, 0, 0, 0});
    CHECK(side.meter.ideal_cycle_time() == 10.0F);
    CHECK(side.meter.cycle_time() == 3.0F);
}

TEST_CASE("a side that is forgotten keeps its mode", "[registry][oee]") {
    running_side side;
    side.meter.mode(machine_mode::standby, at(1));
    side.meter.begin_anew();
    CHECK(side.meter.standing(at(1000)).empty());
    CHECK_FALSE(side.meter.cycle_time());
    CHECK(side.take(cycle_of(9, 36), 2000, 2000) == produced{10000, 10000, 4, 0});
    CHECK(side.stops.empty());
    side.take(cycle_of(10, 40), 2130, 2130);
    CHECK(stops_in_words(side.stops) == "planned 2000000-2120000 lost 120000;");
}
