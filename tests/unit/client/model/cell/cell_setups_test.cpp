#include <algorithm>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/allocation_count.hpp"
#include "tests/unit/client/model/recorder.hpp"
#include "tests/unit/client/model/setup/setup_tools.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using protocol::result_code;

namespace {

cell cell_of(const std::string& name, bool tandem = false) {
    return {shipped(name), {.serial = "HY-0001", .tandem = tandem}, 7};
}

/// Mean of a variable as the machine comes, and after a download that sets one parameter.
struct comparison {
    double before = 0, after = 0;
};

comparison compare(const std::string& family, process_variable q, const std::string& name, const std::string& value,
                   const std::string& section = {}) {
    comparison c;
    auto usual = cell_of(family), changed = cell_of(family);
    REQUIRE(download(changed, with(uploaded(changed), name, value, section)) == result_code::ok);
    if (name.find("set point") != std::string::npos) {  // zones take their time
        constexpr int cycles = 300;
        mean_of(usual, q, cycles);
        mean_of(changed, q, cycles);
    }
    c.before = mean_of(usual, q);
    c.after = mean_of(changed, q);
    return c;
}

/// Lives on until the log says something about set points, and says what.
std::string next_trim(cell& c) {
    for (log_lines log;; log.lines.clear()) {
        c.advance(log);
        for (const auto& line : log.lines)
            if (line.starts_with("E202 Set point changed: ")) return line;
    }
}

}  // namespace

TEST_CASE("the same machine tells the same set-up, and asking changes nothing", "[cell][setup]") {
    auto one = cell_of("pet"), two = cell_of("pet");
    recorder first(one), second(two);
    for (int i = 0; i < 500; ++i) {
        one.advance(first);
        two.advance(second);
        if (i % 50 == 0) CHECK(uploaded(one) == uploaded(two));
        if (i % 7 == 0) uploaded(two);
    }
    CHECK(first.lines == second.lines);
}

TEST_CASE("a set-up that is sent back as it came changes nothing but the log", "[cell][setup]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    auto one = cell_of(name, name == "tech"), two = cell_of(name, name == "tech");
    recorder first(one), second(two);
    for (int i = 0; i < 300; ++i) {
        one.advance(first);
        two.advance(second);
    }
    const auto text = uploaded(two);
    REQUIRE(download(two, text) == result_code::ok);
    CHECK(uploaded(two) == text);
    two.advance(second);
    CHECK(mentions(second.lines.back(), "E204 Set-up 1 loaded"));
    second.lines.pop_back();
    for (int i = 0; i < 300; ++i) {
        one.advance(first);
        two.advance(second);
    }
    CHECK(first.lines == second.lines);
    CHECK(uploaded(one) == uploaded(two));
}

TEST_CASE("timers change the cycle by what they are set to", "[cell][setup]") {
    const auto cool = compare("pet", process_variable::cycle_time, "Cooling time", "1.550 s");
    CHECK(cool.after - cool.before == Approx(1.0).margin(0.01));
    const auto hold = compare("pet", process_variable::cycle_time, "Step 2 time", "0.760 s", "hold");
    CHECK(hold.after - hold.before == Approx(0.5).margin(0.01));
    const auto delay = compare("cap", process_variable::cycle_time, "Cycle delay", "2.000 s");
    CHECK(delay.after - delay.before == Approx(2.0).margin(0.05));
    const auto recovery = compare("tech", process_variable::cycle_time, "Recovery delay", "40.000 s");
    CHECK(recovery.after > recovery.before + 5);
}

TEST_CASE("a timer that is set to nothing takes no time, and never less", "[cell][setup]") {
    auto c = cell_of("pet");
    REQUIRE(download(c, with(uploaded(c), "Cooling time", "0.000 s")) == result_code::ok);
    log_lines log;
    while (log.cycles[0] < 2)
        c.advance(log);
    for (; log.cycles[0] < 200; c.advance(log))
        REQUIRE(c.measured(0, process_variable::cool_time) >= 0);
}

TEST_CASE("set points move their variables and what depends on them", "[cell][setup]") {
    struct expectation {
        const char *family, *name, *value, *section;
        process_variable variable;
        double low, high;  ///< of the difference
    };
    using enum process_variable;
    const auto all = std::to_array<expectation>({
        {"pet", "Clamp tonnage", "3500 kN", "", clamp_tonnage, -320, -280},
        {"pet", "Zone 6 set point", "295.0 °C", "", barrel_zone_6, 9, 11},
        {"pet", "Zone 6 set point", "299.0 °C", "", melt_temperature, 0.3, 6},
        {"pet", "Manifold 3 set point", "288.0 °C", "", manifold_zones, 0.8, 1.2},
        {"pet", "Step 4 time", "1.260 s", "hold", hold_time, 0.98, 1.02},
        {"pet", "Step 1 pressure", "468.0 bar", "hold", hold_pressure, 8, 13},
        {"pet", "Step 1 pressure", "700.0 bar", "hold", part_weight, 0.1, 1},
        {"pet", "Step 5 speed", "130.00 mm/s", "", injection_speed, 33, 37},
        {"pet", "Step 5 speed", "130.00 mm/s", "", peak_pressure, 70, 130},
        {"pet", "Step 5 speed", "130.00 mm/s", "", fill_time, -0.06, -0.01},
        {"pet", "Open 3 speed", "1200.0 mm/s", "", mould_open_time, -0.2, -0.05},
        {"pet", "Shot size", "231.00 mm", "", plasticised_volume, 85, 97},
        {"pet", "Water in", "12.0 °C", "", mould_surface_temp, 3, 5},
        {"thinwall", "Forward 2 speed", "500.0 mm/s", "", eject_time, -0.06, -0.01},
    });
    for (const auto& e : all) {
        CAPTURE(e.name, name_of(e.variable));
        const auto c = compare(e.family, e.variable, e.name, e.value, e.section);
        CHECK(c.after - c.before > e.low);
        CHECK(c.after - c.before < e.high);
    }
}

TEST_CASE("a single zone is told at its own set point", "[cell][setup]") {
    auto usual = cell_of("pet"), changed = cell_of("pet");
    REQUIRE(download(changed, with(uploaded(changed), "Tip 17 set point", "305.0 °C")) == result_code::ok);
    mean_of(usual, process_variable::tip_zones, 5);
    mean_of(changed, process_variable::tip_zones, 5);
    const auto rise = [&](unsigned tip) {
        return changed.member(0, process_variable::tip_zones, tip) - usual.member(0, process_variable::tip_zones, tip);
    };
    CHECK(rise(16) == Approx(20).margin(1.5));
    CHECK(rise(15) == Approx(0).margin(1.5));
}

TEST_CASE("limits of a set-up reject shots", "[cell][setup]") {
    auto c = cell_of("tech");
    auto text = with(uploaded(c), "Key dimension low", "0.0000 mm", "process limits");
    text = with(text, "Key dimension high", "1.0000 mm", "process limits");
    REQUIRE(download(c, text) == result_code::ok);
    mean_of(c, process_variable::key_dimension, 3);
    CHECK(c.quality(0) == protocol::cycle_quality::good);
    REQUIRE(download(c, with(text, "Key dimension rejects", "On", "process limits")) == result_code::ok);
    mean_of(c, process_variable::key_dimension, 1);
    CHECK(c.quality(0) == protocol::cycle_quality::bad);
    text = with(text, "Key dimension low", "off mm", "process limits");
    text = with(text, "Key dimension high", "off", "process limits");
    REQUIRE(download(c, text) == result_code::ok);
    mean_of(c, process_variable::key_dimension, 3);
    CHECK(c.quality(0) == protocol::cycle_quality::good);
}

TEST_CASE("a set-up carries the SPC page both ways", "[cell][setup]") {
    auto c = cell_of("pet");
    CHECK(value_in(uploaded(c), "Hold time chart") == "Off");
    auto text = with(uploaded(c), "Hold time chart", "On", "SPC");
    text = with(text, "Hold time subgroup", "3", "SPC");
    text = with(text, "Hold time UCL", "1.3500 s", "SPC");
    text = with(text, "Hold time LCL", "1.2500 s", "SPC");
    REQUIRE(download(c, text) == result_code::ok);
    CHECK(uploaded(c) == text);
    protocol::spc_read_response told;
    c.spc({0, id_of(process_variable::hold_time)}, told);
    CHECK(told.subgroup_size == 3);
    CHECK(told.ucl == 1.35F);
    CHECK(told.lcl == 1.25F);
    mean_of(c, process_variable::hold_time, 12);
    c.spc({0, id_of(process_variable::hold_time)}, told);
    CHECK(told.subgroups >= 3);

    REQUIRE(c.set_spc({.side = 0, .id = id_of(process_variable::cushion), .subgroup_size = 4, .usl = 5, .lsl = 3}) ==
            result_code::ok);
    CHECK(value_in(uploaded(c), "Cushion subgroup") == "4");
    CHECK(value_in(uploaded(c), "Cushion USL") == "5.000 mm");
    REQUIRE(download(c, with(uploaded(c), "Hold time chart", "Off", "SPC")) == result_code::ok);
    c.spc({0, id_of(process_variable::hold_time)}, told);
    CHECK(told.subgroups == 0);
}

TEST_CASE("what an operator sets is in the next set-up", "[cell][setup]") {
    auto c = cell_of("pet");
    const auto before = uploaded(c);
    const auto line = next_trim(c);
    const auto after = uploaded(c);
    CAPTURE(line);
    REQUIRE(before != after);
    const auto from = line.find(" to ") + 4;
    const auto to = std::stod(line.substr(from, line.find(' ', from) - from));
    const std::string name = mentions(line, "Back pressure")   ? "Step 1 back pressure"
                             : mentions(line, "Screw speed")   ? "Step 1 screw speed"
                             : mentions(line, "Hold pressure") ? "Step 3 pressure"
                                                               : "Water flow";
    CHECK(std::stod(value_in(after, name, name == "Step 3 pressure" ? "hold" : "")) == Approx(to).margin(0.11));
}

TEST_CASE("a download leaves what operators trimmed, unless it sets that itself", "[cell][setup]") {
    auto c = cell_of("pet");
    while (value_in(uploaded(c), "Step 1 screw speed") == "60.00 rpm")
        next_trim(c);
    const auto trimmed = uploaded(c);
    REQUIRE(download(c, with(trimmed, "Cooling time", "0.600 s")) == result_code::ok);
    CHECK(uploaded(c) == with(trimmed, "Cooling time", "0.600 s"));
    auto set = with(trimmed, "Step 1 screw speed", "66.00 rpm");
    set = with(set, "Step 2 screw speed", "66.00 rpm");
    set = with(set, "Step 3 screw speed", "66.00 rpm");
    REQUIRE(download(c, set) == result_code::ok);
    CHECK(uploaded(c) == set);
    CHECK(mean_of(c, process_variable::screw_speed, 20) == Approx(66).margin(0.3));
    // The operator trims from there, and comes back to it.
    const auto trim = [&] {
        std::string line;
        do
            line = next_trim(c);
        while (!mentions(line, "Screw speed"));
        return line;
    };
    CHECK(mentions(trim(), "from 66 to 6"));
    CHECK(mentions(trim(), "to 66 rpm"));
}

TEST_CASE("a start of job clears set-up 1 until it is loaded or saved again", "[cell][setup]") {
    auto c = cell_of("pet");
    const auto text = uploaded(c);
    const double cycle = mean_of(c, process_variable::cycle_time);
    REQUIRE(c.start(0) == result_code::ok);
    std::string none;
    CHECK(c.setup(1, none) == result_code::not_available);
    CHECK(none.empty());
    CHECK(mean_of(c, process_variable::cycle_time) == Approx(cycle).margin(0.05));
    REQUIRE(download(c, text) == result_code::ok);
    CHECK(uploaded(c) == text);

    REQUIRE(c.start(0) == result_code::ok);
    log_lines log;
    const auto saved = [&] {
        return std::any_of(log.lines.begin(), log.lines.end(), [](const auto& l) { return mentions(l, " saved"); });
    };
    for (; !saved(); c.advance(log))
        if (!saved()) REQUIRE(c.setup(1, none) == result_code::not_available);
    CHECK(c.setup(1, none) == result_code::ok);
}

TEST_CASE("set-ups 2 to 8 are kept, and nothing runs by them", "[cell][setup]") {
    auto usual = cell_of("pet"), c = cell_of("pet");
    std::string none;
    for (const std::uint16_t number : std::to_array<std::uint16_t>({2, 8}))
        CHECK(c.setup(number, none) == result_code::not_available);
    for (const std::uint16_t number : std::to_array<std::uint16_t>({0, 9, 65535})) {
        CHECK(c.setup(number, none) == result_code::bad_argument);
        CHECK(download(c, uploaded(c), number) == result_code::bad_argument);
    }
    const auto running = uploaded(c);
    const auto other = with(running, "Cooling time", "3.000 s");
    REQUIRE(download(c, other, 8) == result_code::ok);
    CHECK(uploaded(c, 8) == other);
    CHECK(uploaded(c) == running);
    CHECK(mean_of(c, process_variable::cycle_time) ==
          Approx(mean_of(usual, process_variable::cycle_time)).margin(0.001));
    REQUIRE(c.start(0) == result_code::ok);
    CHECK(uploaded(c, 8) == other);
    REQUIRE(download(c, uploaded(c, 8)) == result_code::ok);
    CHECK(mean_of(c, process_variable::cycle_time) > mean_of(usual, process_variable::cycle_time) + 2);
}

TEST_CASE("a refused set-up changes nothing, and the log says why in each language", "[cell][setup][bad_input]") {
    auto c = cell_of("pet");
    const auto text = with(uploaded(c), "Cooling time", "0.700 s");
    REQUIRE(download(c, text) == result_code::ok);
    mean_of(c, process_variable::cycle_time, 1);
    auto other = cell_of("cap");
    struct refusal {
        std::string text, reason;
    };
    const refusal all[]{
        {uploaded(other), "for another machine, line 3, family"},
        {with(text, "cavities", "72"), "for another machine, line 7, cavities"},
        {with(text, "units", "US"), "in other units, line 6, units"},
        {with(with(text, "Shot size", "50.00 mm"), "Clamp tonnage", "4500 kN"), "value out of limits, line"},
        {text + "Part colour = red\n", "unknown parameter, line"},
        {with(text, "Cooling time", "0.700 min"), "wrong unit, line"},
        {"garbage", "head incomplete, line 1, garbage"},
    };
    for (const auto& bad : all) {
        CAPTURE(bad.reason);
        for (const std::uint16_t number : std::to_array<std::uint16_t>({1, 2})) {
            CHECK(download(c, bad.text, number) == result_code::bad_argument);
            CHECK(uploaded(c) == text);
            log_lines log;
            while (log.lines.empty())
                c.advance(log);
            REQUIRE(log.lines.size() == 4);
            CHECK(log.lines[0].starts_with(fmt::format("E204 Set-up {} refused: {}", number, bad.reason)));
            CHECK(log.lines[1].starts_with(fmt::format("E204 Datensatz {} abgelehnt: ", number)));
        }
    }
    std::string none;
    CHECK(c.setup(2, none) == result_code::not_available);
}

TEST_CASE("refusals that nobody can record yet are bounded", "[cell][setup][bad_input]") {
    auto c = cell_of("tech");
    for (int i = 0; i < 1000; ++i)
        REQUIRE(download(c, "garbage") == result_code::bad_argument);
    log_lines log;
    c.advance(log);
    CHECK(log.lines.size() == 4 * cell_setups::max_news);
}

TEST_CASE("a set-up brings its mould, and the host is told", "[cell][setup]") {
    auto c = cell_of("tech");
    REQUIRE(download(c, with(uploaded(c), "Mould", "TRIM-77")) == result_code::ok);
    CHECK(c.status(0).mould == "TRIM-77");
    log_lines log;
    c.advance(log);
    CHECK(log.changes == 1);
    CHECK(download(c, with(uploaded(c), "Mould", std::string(21, 'x'))) == result_code::bad_argument);
    CHECK(download(c, with(uploaded(c), "Mould", "")) == result_code::bad_argument);
    CHECK(c.status(0).mould == "TRIM-77");
}

TEST_CASE("the sides of a tandem machine are set apart", "[cell][setup][tandem]") {
    auto usual = cell_of("tech", true), c = cell_of("tech", true);
    auto text = with(uploaded(c), "Cooling time", "33.000 s", "side 1: timers");
    text = with(text, "Zone 3 set point", "230.0 °C");
    REQUIRE(download(c, text) == result_code::ok);
    CHECK(uploaded(c) == text);
    const auto difference = [&](process_variable q, protocol::tandem_side side) {
        return mean_of(c, q, 10, side) - mean_of(usual, q, 10, side);
    };
    CHECK(difference(process_variable::cool_time, 0) == Approx(0).margin(0.02));
    CHECK(difference(process_variable::cool_time, 1) == Approx(3).margin(0.02));
    CHECK(difference(process_variable::barrel_zone_3, 0) == Approx(10).margin(1));
    CHECK(difference(process_variable::barrel_zone_3, 1) == Approx(10).margin(1));
    auto single = cell_of("tech");
    CHECK(download(single, text) == result_code::bad_argument);
}

TEST_CASE("a machine that never got a set-up keeps none, and cycles allocate nothing after one", "[cell][setup]") {
    auto c = cell_of("cap");
    log_lines log;
    const auto text = uploaded(c);
    REQUIRE(download(c, with(text, "Cooling time", "1.300 s")) == result_code::ok);
    c.advance(log);
    long cycles = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto before = allocations();
        const auto entries = log.lines.size();
        const auto done = log.cycles[0];
        c.advance(log);
        if (log.lines.size() > entries || log.cycles[0] == done) continue;
        ++cycles;
        REQUIRE(allocations() == before);
    }
    CHECK(cycles > 1000);
}
