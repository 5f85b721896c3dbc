#include "client/model/cell/cell.hpp"

#include <algorithm>
#include <limits>

#include "tests/catch.hpp"
#include "tests/unit/client/model/allocation_count.hpp"
#include "tests/unit/client/model/recorder.hpp"
#include "tests/unit/client/model/spc/textbook_spc.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;
using protocol::machine_mode;

namespace {

/// Advances until that many cycles have ended.
void run(cell& c, recorder& log, long cycles) {
    while (log.cycles < cycles)
        c.advance(log);
}

}  // namespace

TEST_CASE("a seed gives the same life, whatever happens around it", "[cell]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& f = shipped(name);
    cell one(f, {.serial = "HY-0001"}, 42), two(f, {.serial = "HY-0001"}, 42);
    recorder first(one), second(two);
    run(one, first, 500);
    // The second is told the time in between and asked for its values; neither may matter.
    protocol::value v;
    while (second.cycles < 500) {
        two.set_now(two.now() + (two.next() - two.now()) / 3);
        two.read(0, 1105, v);
        two.advance(second);
    }
    CHECK(first.lines == second.lines);
}

TEST_CASE("other seeds and other serials give other lives", "[cell]") {
    const auto& f = shipped("pet");
    const auto life = [&](const char* serial, std::uint64_t seed) {
        cell c(f, {.serial = serial}, seed);
        recorder log(c);
        run(c, log, 20);
        return log.lines;
    };
    CHECK(life("HY-0001", 1) == life("HY-0001", 1));
    CHECK(life("HY-0001", 1) != life("HY-0001", 2));
    CHECK(life("HY-0001", 1) != life("HY-0002", 1));
}

TEST_CASE("machines of a fleet do not beat in step", "[cell]") {
    const auto& f = shipped("pet");
    double earliest = 1e9, latest = 0;
    for (int i = 0; i < 50; ++i) {
        const cell c(f, {.serial = fmt::format("HY-{:04}", i)}, 1);
        earliest = std::min(earliest, to_seconds(c.next()));
        latest = std::max(latest, to_seconds(c.next()));
    }
    CHECK(earliest < 0.5);
    CHECK(latest > 5.0);
    CHECK(latest < 5.6);
}

TEST_CASE("time goes forward and each happening has its time", "[cell]") {
    cell c(shipped("cap"), {.serial = "HY-0001"}, 3);
    recorder log(c);
    log.keep_lines = false;
    for (int i = 0; i < 100'000; ++i) {
        const auto due = c.next();
        REQUIRE(due >= c.now());
        c.advance(log);
        REQUIRE(c.now() == due);
    }
}

TEST_CASE("good, bad and test parts together are the parts made", "[cell]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const bool tandem = name == "tech";
    cell c(shipped(name), {.serial = "HY-0001", .tandem = tandem}, 11);
    std::array<std::int64_t, 2> made{}, cycles{};

    struct checker final : happenings {
        const cell& of;
        std::array<std::int64_t, 2>&made, &cycles;
        std::int32_t life = 0;
        checker(const cell& c, std::array<std::int64_t, 2>& m, std::array<std::int64_t, 2>& n)
            : of(c), made(m), cycles(n) {}
        void cycle_ended(protocol::tandem_side side) override {
            made[side] += number(of, id_of(process_variable::active_cavities), side);
            ++cycles[side];
            REQUIRE(number(of, 1) == ++life);
            REQUIRE(number(of, 2, side) == cycles[side]);
            REQUIRE(number(of, 160, side) == life);
            const auto good = number(of, 162, side), bad = number(of, 163, side), test = number(of, 165, side);
            REQUIRE(good + bad + test == made[side]);
            REQUIRE(number(of, 164, side) == made[side]);
        }
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
            if (texts[0].type != "E207") return;
            const auto side = static_cast<std::size_t>(texts[0].content.back() - '0');
            made[side] = cycles[side] = 0;
        }
        void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                          std::span<const protocol::interruption_text>) override {}
        void status_changed(protocol::tandem_side) override {}
    } check(c, made, cycles);

    for (int i = 0; i < 20'000; ++i) {
        c.advance(check);
        if (i % 5000 == 4999) {
            REQUIRE(c.start(0) == protocol::result_code::ok);
            if (tandem) REQUIRE(c.start(1) == protocol::result_code::ok);
            CHECK(number(c, 2) == 0);
            CHECK(number(c, 162) == 0);
            CHECK(number(c, 163) == 0);
            CHECK(number(c, 1) > 0);
        }
    }
}

TEST_CASE("a start of job is recorded", "[cell]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 5);
    recorder log(c);
    run(c, log, 3);
    log.lines.clear();
    c.start(1);
    CHECK(c.next() == c.now());
    c.advance(log);
    REQUIRE(log.lines.size() == 2);
    CHECK(mentions(log.lines[0], "event E207 Counters reset, side 1"));
    CHECK(mentions(log.lines[1], "event E205 Job TRIM-000001 started"));
}

TEST_CASE("tandem sides take turns, with one life counter for both", "[cell]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 5);
    CHECK(c.directory().tandem);
    recorder log(c);
    double last_end = 0;
    for (long n = 1; n <= 20; ++n) {
        const bool undisturbed = log.interruptions == 0;
        run(c, log, n);
        const double end = to_seconds(c.now());
        if (n > 1 && undisturbed && log.interruptions == 0) CHECK(end - last_end == Approx(30).margin(0.5));
        last_end = end;
    }
    CHECK(number(c, 1) == 20);
    CHECK(number(c, 3, 0) == 10);
    CHECK(number(c, 3, 1) == 10);
}

TEST_CASE("a machine with one side answers for side 0, whatever is asked", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 5);
    recorder log(c);
    run(c, log, 4);
    CHECK(number(c, 2, 1) == 4);
    CHECK(c.status(1).side == 0);
    CHECK_THROWS_AS(cell(shipped("pet"), {.serial = "HY-0001", .tandem = true}, 5), std::invalid_argument);
}

TEST_CASE("the life counter goes on from where it was and wraps to 1", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001", .life_counter = protocol::highest_life_counter - 1}, 5);
    recorder log(c);
    run(c, log, 1);
    CHECK(c.life_counter() == protocol::highest_life_counter);
    run(c, log, 2);
    CHECK(c.life_counter() == 1);
    CHECK(number(c, 1) == 1);
}

TEST_CASE("the machine's clock starts where it is told and follows the host", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 7);
    c.start_clock(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
    recorder log(c);
    run(c, log, 10);
    const auto began = static_cast<std::int32_t>(0x6955B900);
    CHECK(number(c, 4) == began + static_cast<std::int32_t>(to_seconds(c.now())));

    c.set_now(c.now() + (c.next() - c.now()) / 2);
    c.set_clock(std::chrono::sys_seconds(5s));
    CHECK(c.machine_time() == std::chrono::sys_seconds(5s));
    run(c, log, 11);
    CHECK(number(c, 4) >= 5);
    CHECK(number(c, 4) <= 11);
}

TEST_CASE("dates beyond the clock's reach do no harm", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 5);
    recorder log(c);
    const auto shown = GENERATE(std::chrono::sys_seconds::min(), std::chrono::sys_seconds::max(),
                                std::chrono::sys_seconds(-1s), std::chrono::sys_seconds(4294967295s));
    c.start_clock(shown);
    run(c, log, 1);
    CHECK(number(c, 4) >= std::numeric_limits<std::int32_t>::min());
    c.set_clock(shown);
    run(c, log, 2);
    CHECK(c.machine_time() >= std::chrono::sys_days(std::chrono::year(-9999) / 1 / 1));
}

TEST_CASE("what a machine does not have is unavailable", "[cell]") {
    const cell c(shipped("cap"), {.serial = "HY-0001"}, 5);
    protocol::value v = std::int32_t{7};
    const auto id =
        GENERATE(std::uint16_t{0}, std::uint16_t{6}, std::uint16_t{100}, std::uint16_t{150}, std::uint16_t{173},
                 std::uint16_t{205}, std::uint16_t{1006}, std::uint16_t{1172}, std::uint16_t{65535});
    CAPTURE(id);
    c.read(0, id, v);
    CHECK(protocol::kind_of(v) == protocol::value_kind::unavailable);
}

TEST_CASE("every variable of the directory has a value of its type", "[cell]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    cell c(shipped(name), {.serial = "HY-0001"}, 5);
    recorder log(c);
    run(c, log, 1);
    protocol::value v;
    for (const auto& known : c.directory().variables) {
        CAPTURE(known.id);
        c.read(0, known.id, v);
        CHECK(protocol::kind_of(v) == known.type);
    }
}

TEST_CASE("a variable that is a mean is the mean of its members", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 5);
    recorder log(c);
    run(c, log, 3);
    protocol::value v;
    double sum = 0;
    for (std::uint16_t id = 1100; id < 1196; ++id) {
        c.read(0, id, v);
        sum += static_cast<double>(std::get<float>(v));
    }
    CHECK(sum / 96 == Approx(static_cast<double>(c.measured(0, process_variable::tip_zones))).margin(0.02));
}

TEST_CASE("a stop is an interruption, a repair, and a restart", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 8);
    recorder log(c);
    while (c.status(0).mode != machine_mode::interrupted)
        c.advance(log);
    CHECK(c.status(0).production == protocol::production_status::no_production);
    const auto stopped_at = c.now();
    const auto cycles = log.cycles;
    while (c.status(0).mode == machine_mode::interrupted)
        c.advance(log);
    CHECK(log.cycles == cycles);
    CHECK(c.now() - stopped_at > 10s);
    CHECK(c.status(0).mode == machine_mode::automatic);
    CHECK(log.interruptions % 2 == 0);
    run(c, log, cycles + 1);
    const auto again = c.status(0).production;
    CHECK((again == protocol::production_status::start_up || again == protocol::production_status::production));
}

TEST_CASE("a cell that does not follow its host keeps clock and log to itself", "[cell]") {
    const bool follows = GENERATE(true, false);
    const std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5);
    cell c(shipped("pet"), {.serial = "HY-0001", .follows_host = follows}, 1);
    recorder log(c);
    c.start_clock(start);
    c.set_clock(start + 1h);
    CHECK(c.machine_time() == (follows ? start + 1h : start));
    c.host_linked(true);
    c.print_requested();
    c.print_lost();
    CHECK(c.record_news(log) == follows);
    CHECK(log.events == (follows ? 3 : 0));
    c.controls(log).set_clock(start + 2h);
    CHECK(c.machine_time() == start + 2h);
}

TEST_CASE("cycles cost no allocation", "[cell]") {
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 8);

    struct nothing final : happenings {
        long cycles = 0;
        bool other = false;
        void cycle_ended(protocol::tandem_side) override { ++cycles; }
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override { other = true; }
        void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                          std::span<const protocol::interruption_text>) override {
            other = true;
        }
        void status_changed(protocol::tandem_side) override { other = true; }
    } out;

    long in_cycles = 0;
    while (out.cycles < 5000) {
        out.other = false;
        const long before = allocations();
        c.advance(out);
        if (!out.other) in_cycles += allocations() - before;
    }
    CHECK(in_cycles == 0);
}

TEST_CASE("a cell is small", "[cell]") {
    const bool tandem = GENERATE(false, true);
    const family& kind = shipped("tech");
    const long before = bytes_allocated();
    const cell c(kind, {.serial = "HY-0001", .tandem = tandem}, 8);
    CHECK(static_cast<long>(sizeof(cell)) + bytes_allocated() - before < 8 * 1024);
}

TEST_CASE("the machine's SPC page is that of the newest 25 subgroups of its cycles", "[cell][spc]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 5);
    recorder log(c);
    log.keep_lines = false;
    const auto id = GENERATE(id_of(process_variable::fill_time), id_of(process_variable::oil_temperature));
    REQUIRE(c.set_spc({.id = id, .subgroup_size = 4, .usl = 1.2F, .lsl = 1.0F}) == protocol::result_code::ok);
    std::vector<double> values;
    for (long n = 1; n <= 400; ++n) {
        run(c, log, n);
        protocol::value v;
        c.read(0, id, v);
        const auto quality = c.quality(0);
        if (quality == protocol::cycle_quality::good || quality == protocol::cycle_quality::bad)
            values.push_back(static_cast<double>(std::get<float>(v)));
        else
            values.resize(values.size() / 4 * 4);
    }
    values.resize(values.size() / 4 * 4);
    values.erase(values.begin(), values.end() - 100);
    protocol::spc_read_response figures;
    c.spc({.id = id}, figures);
    CHECK(figures.result == protocol::result_code::ok);
    CHECK(figures.id == id);
    CHECK(figures.subgroup_size == 4);
    CHECK(figures.subgroups == 25);
    CHECK(static_cast<double>(figures.mean) == Approx(spc::mean_of(values)).epsilon(1e-6));
    CHECK(static_cast<double>(figures.range_mean) == Approx(spc::ranges(values, 4).centre).epsilon(1e-4));
    CHECK(static_cast<double>(figures.std_dev) ==
          Approx(spc::sigma(values, 4, spc::sigma_estimator::mean_range)).epsilon(1e-4));
}

TEST_CASE("SPC of what is no measured variable is refused by name", "[cell][spc]") {
    cell c(shipped("cap"), {.serial = "HY-0001"}, 5);
    protocol::spc_read_response figures;
    const auto [id, result] =
        GENERATE(table<std::uint16_t, protocol::result_code>({{0, protocol::result_code::bad_argument},
                                                              {999, protocol::result_code::bad_argument},
                                                              {1, protocol::result_code::not_available},
                                                              {162, protocol::result_code::not_available},
                                                              {150, protocol::result_code::not_available},
                                                              {204, protocol::result_code::not_available},
                                                              {104, protocol::result_code::ok}}));
    CAPTURE(id);
    c.spc({.id = id}, figures);
    CHECK(figures.result == result);
    CHECK(c.set_spc({.id = id, .subgroup_size = 5}) == result);
}

TEST_CASE("a rule that fires is recorded, once until the chart is quiet again", "[cell][spc]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 5);
    recorder log(c);
    // Limits far below the variable: every subgroup is beyond them.
    REQUIRE(c.set_spc({.id = 101, .subgroup_size = 5, .ucl = 5.0F, .lcl = 4.0F}) == protocol::result_code::ok);
    run(c, log, 200);
    long recorded = 0;
    for (const auto& line : log.lines)
        recorded += mentions(line, "event E213 SPC rule violated: Cycle time, Nelson 1");
    CHECK(recorded == 1);
}

TEST_CASE("a cold machine heats up, is purged, runs dry, and comes into production", "[cell][life]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    // Of several machines, one that no interruption meets on its way.
    for (int n = 1; n < 50; ++n) {
        cell c(shipped(name), {.serial = fmt::format("HY-{:04}", n), .start = start_state::cold}, 6);
        recorder log(c);
        std::vector<machine_mode> modes{c.status(0).mode};
        while (c.status(0).production != protocol::production_status::production && log.interruptions == 0) {
            c.advance(log);
            if (c.status(0).mode != modes.back()) modes.push_back(c.status(0).mode);
        }
        if (log.interruptions > 0) continue;
        using enum machine_mode;
        CHECK(modes == std::vector<machine_mode>{off, idle, heating, purge, dry_cycle, semi_auto, automatic});
        CHECK(c.now() > 45min);
        const auto has = [&](const std::string& text) {
            return std::any_of(log.lines.begin(), log.lines.end(),
                               [&](const auto& line) { return mentions(line, text); });
        };
        CHECK(has("event E206 Heats on"));
        CHECK(has("event E206 Soak timer ended"));
        CHECK(has("event E203 Mode changed: dry cycle"));
        CHECK(has("event E210 Test sample taken"));
        return;
    }
    FAIL("every machine was interrupted");
}

TEST_CASE("dry cycles count as cycles and make no parts", "[cell][life]") {
    cell c(shipped("cap"), {.serial = "HY-0001", .start = start_state::cold}, 6);
    recorder log(c);
    while (c.status(0).mode != machine_mode::semi_auto)
        c.advance(log);
    CHECK(number(c, 1) > 20);
    CHECK(number(c, id_of(process_variable::total_parts)) == 0);
    CHECK(number(c, id_of(process_variable::active_cavities)) == 0);
    CHECK(number(c, 5) == static_cast<std::int32_t>(protocol::cycle_quality::test_sample));
    CHECK(c.measured(0, process_variable::fill_time) == 0.0F);
    CHECK(c.measured(0, process_variable::cycle_time) < 3.0F);
}

TEST_CASE("zones warm up while the machine heats", "[cell][life]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, 6);
    recorder log(c);
    log.keep_lines = false;
    protocol::value v;
    // Until a stop so long that the heats are set back.
    while (c.status(0).mode != machine_mode::standby)
        c.advance(log);
    while (c.status(0).mode != machine_mode::heating)
        c.advance(log);
    c.read(0, 127, v);
    const float before = std::get<float>(v);
    // Longer than the dead time.
    const auto began = c.now();
    while (c.now() < began + 5min)
        c.advance(log);
    c.read(0, 127, v);
    const float during = std::get<float>(v);
    CHECK(before < 260.0F);
    CHECK(during > before);
    CHECK(during < 285.0F);
}

TEST_CASE("machines that begin otherwise come into production too", "[cell][life]") {
    const auto start = GENERATE(start_state::mould_change, start_state::no_order, start_state::maintenance);
    cell c(shipped("tech"), {.serial = "HY-0001", .tandem = true, .start = start}, 6);
    recorder log(c);
    long happenings = 0;
    while (c.status(0).production != protocol::production_status::production && ++happenings < 100'000)
        c.advance(log);
    CHECK(c.status(0).production == protocol::production_status::production);
}

TEST_CASE("an old machine speaks one language and has no energy meter", "[cell]") {
    cell c(shipped("pet"), {.serial = "HY-0001", .age_years = 18}, 6);
    CHECK(c.directory().languages.size() == 1);
    protocol::value v;
    c.read(0, id_of(process_variable::energy_per_shot), v);
    CHECK(protocol::kind_of(v) == protocol::value_kind::unavailable);

    struct counter final : happenings {
        std::size_t max = 0;
        void cycle_ended(protocol::tandem_side) override {}
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> t) override {
            max = std::max(max, t.size());
        }
        void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                          std::span<const protocol::interruption_text> t) override {
            max = std::max(max, t.size());
        }
        void status_changed(protocol::tandem_side) override {}
    } texts;
    for (int i = 0; i < 20'000; ++i)
        c.advance(texts);
    CHECK(texts.max == 1);
}
