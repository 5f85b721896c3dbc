// What somebody does at a machine.
#include <algorithm>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;
using protocol::machine_mode;

namespace {

struct watched_cell {
    cell c;
    recorder log;
    explicit watched_cell(const std::string& family = "pet", std::uint64_t seed = 1)
        : c(shipped(family), {.serial = "HY-0001"}, seed), log(c) {
        c.start_clock(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5));
        run_cycles(3);
    }

    void run_cycles(long more) {
        const auto until = log.cycles + more;
        while (log.cycles < until)
            c.advance(log);
    }
    void run(sim_time length) {
        const auto end = c.now() + length;
        while (c.next() <= end)
            c.advance(log);
        c.set_now(end);
    }
    [[nodiscard]] machine_mode mode() const { return c.status(0).mode; }
    [[nodiscard]] bool said(const std::string& part) const {
        return std::any_of(log.lines.begin(), log.lines.end(),
                           [&](const std::string& line) { return mentions(line, part); });
    }
};

constexpr std::uint16_t robot_fault = 101, emergency_stop = 139, no_such_message = 100;

}  // namespace

TEST_CASE("a set point that is turned is made from the next shot on", "[cell][hand]") {
    watched_cell w;
    const double before = w.c.family().of(process_variable::cool_time).set_point;
    REQUIRE(w.c.controls(w.log).turn_set_point(process_variable::cool_time, before + 2));
    w.run_cycles(3);
    CHECK(static_cast<double>(w.c.measured(0, process_variable::cool_time)) == Approx(before + 2).margin(0.5));
}

TEST_CASE("a set point is turned on one side of a tandem mould, or on both", "[cell][hand]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 1);
    recorder log(c);
    c.start_clock(std::chrono::sys_days(std::chrono::year(2026) / 1 / 5));
    const double before = c.set_point(0, process_variable::cool_time),
                 zone = c.set_point(0, process_variable::oil_temperature);
    REQUIRE(c.controls(log).turn_set_point(process_variable::cool_time, before + 2, protocol::tandem_side{1}));
    CHECK(c.set_point(0, process_variable::cool_time) == Approx(before));
    CHECK(c.set_point(1, process_variable::cool_time) == Approx(before + 2));
    REQUIRE(c.controls(log).turn_set_point(process_variable::cool_time, before + 1));
    CHECK(c.set_point(0, process_variable::cool_time) == Approx(before + 1));
    CHECK(c.set_point(1, process_variable::cool_time) == Approx(before + 1));
    // What both sides share has one set point.
    REQUIRE(c.controls(log).turn_set_point(process_variable::oil_temperature, zone + 1, protocol::tandem_side{1}));
    CHECK(c.set_point(0, process_variable::oil_temperature) == Approx(zone + 1));

    watched_cell one;
    CHECK_FALSE(
        one.c.controls(one.log).turn_set_point(process_variable::cool_time, before + 1, protocol::tandem_side{1}));
}

TEST_CASE("cavities are freed one by one, or all at once", "[cell][hand]") {
    watched_cell w;
    const auto active = [&] { return w.c.counted(0, process_variable::active_cavities); };
    for (int i = 0; i < 4; ++i)
        REQUIRE(w.c.controls(w.log).block_one_cavity());
    w.run_cycles(2);
    const auto blocked = active();
    REQUIRE(w.c.controls(w.log).free_cavities(1));
    w.run_cycles(2);
    CHECK(active() == blocked + 1);
    REQUIRE(w.c.controls(w.log).free_cavities());
    w.run_cycles(2);
    CHECK(active() == blocked + 4);
    CHECK_FALSE(w.c.controls(w.log).free_cavities());
}

TEST_CASE("a counter has no set point, nor a variable that the machine lacks", "[cell][hand]") {
    watched_cell w;
    CHECK_FALSE(w.c.controls(w.log).turn_set_point(process_variable::good_parts, 5));
    for (const auto& kind : variable_kinds())
        if (!w.c.has(kind.variable)) CHECK_FALSE(w.c.controls(w.log).turn_set_point(kind.variable, 5));
}

TEST_CASE("an interruption that is raised stops the machine until it is cleared", "[cell][hand]") {
    watched_cell w;
    REQUIRE(w.c.controls(w.log).raise_message(robot_fault));
    CHECK(w.mode() == machine_mode::interrupted);
    CHECK(w.said(fmt::format("interruption {} 1", robot_fault)));
    CHECK_FALSE(w.c.controls(w.log).raise_message(robot_fault));
    const auto cycles = w.log.cycles;
    w.run(20min);
    CHECK(w.log.cycles == cycles);
    REQUIRE(w.c.controls(w.log).clear_message(robot_fault));
    CHECK(w.said(fmt::format("interruption {} 0", robot_fault)));
    CHECK_FALSE(w.c.controls(w.log).clear_message(robot_fault));
    w.run_cycles(20);
    CHECK(w.mode() == machine_mode::automatic);
}

TEST_CASE("a second interruption is told while the machine stands, and ends by itself", "[cell][hand]") {
    watched_cell w;
    REQUIRE(w.c.controls(w.log).raise_message(robot_fault));
    REQUIRE(w.c.controls(w.log).raise_message(emergency_stop));
    CHECK(w.said(fmt::format("interruption {} 1", emergency_stop)));
    REQUIRE(w.c.controls(w.log).clear_message(emergency_stop));
    CHECK(w.mode() == machine_mode::interrupted);
    REQUIRE(w.c.controls(w.log).clear_message(robot_fault));
}

TEST_CASE("a number that the catalogue does not have raises nothing", "[cell][hand]") {
    watched_cell w;
    CHECK_FALSE(w.c.controls(w.log).raise_message(no_such_message));
    CHECK_FALSE(w.c.controls(w.log).raise_message(60000));
    CHECK_FALSE(w.c.controls(w.log).clear_message(no_such_message));
}

TEST_CASE("cavities are blocked down to nine tenths, and freed together", "[cell][hand]") {
    watched_cell w;
    const auto all = static_cast<int>(w.c.family().cavities);
    int blocked = 0;
    while (w.c.controls(w.log).block_one_cavity())
        ++blocked;
    CHECK(blocked == all - (all * 9 + 9) / 10);
    w.run_cycles(2);
    CHECK(w.c.counted(0, process_variable::active_cavities) == all - blocked);
    REQUIRE(w.c.controls(w.log).free_cavities());
    CHECK_FALSE(w.c.controls(w.log).free_cavities());
    w.run_cycles(2);
    CHECK(w.c.counted(0, process_variable::active_cavities) == all);
}

TEST_CASE("a stopped machine stands in manual until it is started", "[cell][hand]") {
    watched_cell w;
    REQUIRE(w.c.controls(w.log).press_stop());
    CHECK(w.mode() == machine_mode::manual);
    CHECK_FALSE(w.c.controls(w.log).press_stop());
    const auto cycles = w.log.cycles;
    w.run(10min);
    CHECK(w.log.cycles == cycles);
    REQUIRE(w.c.controls(w.log).press_start());
    CHECK_FALSE(w.c.controls(w.log).press_start());
    w.run_cycles(30);
    CHECK(w.mode() == machine_mode::automatic);
}

TEST_CASE("without power nothing happens", "[cell][hand]") {
    watched_cell w;
    const auto lines = w.log.lines.size();
    REQUIRE(w.c.controls(w.log).power_off());
    CHECK_FALSE(w.c.controls(w.log).power_off());
    CHECK(w.c.is_off());
    CHECK(w.c.next() == never);
    CHECK(w.mode() == machine_mode::off);
    w.c.set_now(w.c.now() + 1h);
    w.c.advance(w.log);
    CHECK(w.log.lines.size() == lines);
    CHECK_FALSE(w.c.controls(w.log).raise_message(robot_fault));
    CHECK_FALSE(w.c.controls(w.log).turn_set_point(process_variable::cool_time, 3));
    CHECK_FALSE(w.c.controls(w.log).press_stop());
}

TEST_CASE("after a power dip a machine restarts, after a long time it begins from cold", "[cell][hand]") {
    const auto off_for = [](sim_time length) {
        watched_cell w;
        const auto counter = w.c.life_counter();
        w.c.controls(w.log).power_off();
        w.c.set_now(w.c.now() + length);
        REQUIRE(w.c.controls(w.log).power_on());
        CHECK_FALSE(w.c.controls(w.log).power_on());
        const auto began = w.c.now();
        w.run_cycles(1);
        CHECK(w.c.life_counter() == counter + 1);
        CHECK(w.said("mode 2") == (length > 1h));
        return w.c.now() - began;
    };
    CHECK(off_for(2s) < 5min);
    CHECK(off_for(8h) > 20min);
}

TEST_CASE("a power cycle ends what the machine stood for", "[cell][hand]") {
    watched_cell w;
    w.c.controls(w.log).raise_message(emergency_stop);
    w.c.controls(w.log).power_off();
    w.c.set_now(w.c.now() + 1min);
    w.c.controls(w.log).power_on();
    CHECK(w.said(fmt::format("interruption {} 0", emergency_stop)));
    w.run_cycles(5);
}

TEST_CASE("the same deeds at the same times give the same life", "[cell][hand]") {
    const auto life = [] {
        watched_cell w("tech", 7);
        w.c.controls(w.log).raise_message(robot_fault);
        w.run(3min);
        w.c.controls(w.log).clear_message(robot_fault);
        w.run(5min);
        w.c.controls(w.log).block_one_cavity();
        w.c.controls(w.log).turn_set_point(process_variable::hold_pressure, 400);
        w.run(5min);
        w.c.controls(w.log).power_off();
        w.c.set_now(w.c.now() + 5min);
        w.c.controls(w.log).power_on();
        w.run(2h);
        return w.log.lines;
    };
    const auto first = life();
    CHECK(first == life());
    CHECK(first.size() > 100);
}
