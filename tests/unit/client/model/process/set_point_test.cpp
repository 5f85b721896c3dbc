// Set points that are changed while a machine runs: by keys, and how heated zones come to theirs.
#include <algorithm>
#include <cmath>

#include "client/model/cell/cell.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"
#include "tests/unit/client/model/setup/setup_tools.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;
using protocol::result_code;
using setup::fault;

namespace {

heated_zones held_zones(const family& f) {
    random_stream random(1, "HY-0001", "zones");
    return {f.zones, random};
}

std::array<float, zone_count> raised_by(float k) {
    std::array<float, zone_count> all{};
    all.fill(k);
    return all;
}

double read_number(const cell& c, protocol::variable_id id, protocol::tandem_side side = 0) {
    protocol::value v;
    c.read(side, id, v);
    return static_cast<double>(std::get<float>(v));
}

/// What a cell records, and which interruptions begin and end.
class stop_log final : public happenings {
  public:
    explicit stop_log(const cell& of) : cell_(&of) {}
    void cycle_ended(protocol::tandem_side) override { ++cycles; }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        lines.push_back(texts[0].type + " " + texts[0].content);
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
        if (id < 114 || id > 116) return;
        const bool begins = state == protocol::interruption_state::begins;
        (begins ? begun : ended).push_back(id);
        if (begins) since = cell_->now();
        if (!begins) lasted = cell_->now() - since;
    }
    void status_changed(protocol::tandem_side) override {}

    std::vector<std::uint16_t> begun, ended;
    std::vector<std::string> lines;
    sim_time since{}, lasted{};
    long cycles = 0;

  private:
    const cell* cell_;
};

/// The place of a parameter in a cell's set-up.
std::size_t place_of(const cell& c, const std::string& section, const std::string& name) {
    const auto l = c.setup_layout();
    for (const auto& s : l.sections)
        for (std::size_t i = s.first; s.name == section && i < s.first + s.count; ++i)
            if (l.parameters[i].name == name) return i;
    FAIL("no parameter " << section << ": " << name);
    return 0;
}

void run_for(cell& c, happenings& out, sim_time length) {
    for (const auto until = c.now() + length; c.next() < until;)
        c.advance(out);
}

}  // namespace

TEST_CASE("controllers bring zones to a set point that was moved, after their dead time and with an overshoot",
          "[zones][set_point]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto step = GENERATE(5.0F, 30.0F, -30.0F);
    const auto& f = shipped(name);
    auto zones = held_zones(f);
    zones.pass(1h, 0);
    std::array<double, zone_count> before{}, furthest{}, settled_s{};
    for (std::size_t z = 0; z < zone_count; ++z)
        before[z] = zones.off(z);
    zones.set_points(raised_by(step), 1h);
    for (sim_time t = 1s; t < 2h; t += 1s) {
        zones.pass(1h + t, 0);
        for (std::size_t z = 0; z < zone_count; ++z) {
            const double way = static_cast<double>(step), off = zones.off(z);
            furthest[z] = std::max(furthest[z], std::copysign(1, way) * (off - way));
            if (std::fabs(zones.deviation(z)) > 1.5) settled_s[z] = to_seconds(t);
            const double dead_time_s = f.zones[z].delay * to_seconds(controller_step(z));
            if (to_seconds(t) < dead_time_s) CHECK(std::fabs(off - before[z]) < 1.2);
        }
    }
    for (std::size_t z = 0; z < zone_count; ++z) {
        CAPTURE(name, step, z, settled_s[z], furthest[z]);
        CHECK(zones.deviation(z) == Approx(0).margin(1));
        CHECK(settled_s[z] > (z == tip_zone ? 2 : 20));
        CHECK(settled_s[z] < 20 * 60);
        CHECK(furthest[z] < 6);
    }
    CHECK(zones.ready());
}

TEST_CASE("what becomes of moved zones does not depend on how often they are looked at", "[zones][set_point]") {
    const auto& f = shipped("pet");
    const auto life = [&](sim_time look) {
        auto zones = held_zones(f);
        zones.begin_at_rest(heats::off, {});
        const auto until = [&](sim_time from, sim_time to) {
            for (sim_time t = from; t < to; t += look)
                zones.pass(t, 1.5);
            zones.pass(to, 1.5);
        };
        zones.set(heats::on, {}, 0s);
        until(0s, 20min);
        zones.set_points(raised_by(15), 20min);  // on the way up
        until(20min, 3h);
        zones.set_points(raised_by(-4), 3h);
        until(3h, 4h);
        zones.set(heats::set_back, {}, 4h);
        until(4h, 40h);
        zones.set_points(raised_by(8), 40h);
        until(40h, 60h);
        CHECK(zones.off(3) == Approx(-72).margin(1.5));
        zones.set(heats::on, {}, 60h);
        until(60h, 62h);
        CHECK(zones.ready());
        std::vector<double> seen;
        for (std::size_t z = 0; z < zone_count; ++z)
            seen.push_back(zones.off(z));
        return seen;
    };
    const auto once = life(100h);
    CHECK(once == life(7777ms));
    CHECK(once == life(11min));
}

TEST_CASE("a machine does not jump to another zone set point, and goes on where it is within the limits",
          "[cell][set_point]") {
    auto c = cell(shipped("pet"), {.serial = "HY-0001"}, 7);
    stop_log log(c);
    run_for(c, log, 10min);
    const auto zone = id_of(process_variable::barrel_zone_6);
    REQUIRE(download(c, with(uploaded(c), "Zone 6 set point", "292.0 °C")) == result_code::ok);
    CHECK(c.set_point(0, process_variable::barrel_zone_6) == Approx(292));
    CHECK(read_number(c, zone) == Approx(285).margin(2));
    run_for(c, log, 20s);
    CHECK(read_number(c, zone) == Approx(285).margin(2));
    run_for(c, log, 20min);
    CHECK(read_number(c, zone) == Approx(292).margin(2));
    CHECK(log.begun.empty());
}

TEST_CASE("zones too far off their set points stop the machine until they are there", "[cell][set_point]") {
    struct move {
        const char *name, *value;
        std::uint16_t id;
        const char* text;
    };
    const auto all = std::to_array<move>({
        {"Zone 6 set point", "310.0 °C", 114, "CI114 Barrel zone below minimum"},
        {"Zone 2 set point", "240.0 °C", 115, "CI115 Barrel zone above maximum"},
        {"Tip 17 set point", "325.0 °C", 116, "CI116 Hot runner zone deviation"},
        {"Manifold 3 set point", "292.0 °C", 116, "CI116 Hot runner zone deviation"},
    });
    for (const auto& m : all) {
        CAPTURE(m.name);
        auto c = cell(shipped("pet"), {.serial = "HY-0001"}, 7);
        stop_log log(c);
        run_for(c, log, 2min);
        REQUIRE(download(c, with(uploaded(c), m.name, m.value)) == result_code::ok);
        while (log.begun.empty() && c.now() < 5min)
            c.advance(log);
        REQUIRE(log.begun == std::vector{m.id});
        CHECK(std::count(log.lines.begin(), log.lines.end(), m.text) == 1);
        CHECK(c.status(0).mode == protocol::machine_mode::interrupted);
        const auto cycles = log.cycles;
        while (log.ended.empty() && c.now() < 60min)
            c.advance(log);
        CHECK(log.ended == log.begun);
        CHECK(log.cycles == cycles);
        CHECK(log.lasted > 10s);
        CHECK(log.lasted < 20min);
        while (log.cycles < cycles + 200 && c.now() < 120min)
            c.advance(log);
        CHECK(log.begun.size() == 1);
    }
}

TEST_CASE("a set point that no heater reaches holds the machine until it is set back", "[cell][set_point]") {
    auto c = cell(shipped("cap"), {.serial = "HY-0001"}, 7);
    stop_log log(c);
    const auto text = uploaded(c);
    REQUIRE(download(c, with(text, "Zone 3 set point", "450.0 °C")) == result_code::ok);
    run_for(c, log, 10h);
    CHECK(log.begun == std::vector<std::uint16_t>{114});
    CHECK(log.ended.empty());
    CHECK(read_number(c, id_of(process_variable::barrel_zone_3)) < 440);
    const auto cycles = log.cycles;
    REQUIRE(download(c, text) == result_code::ok);
    run_for(c, log, 2h);
    CHECK(log.ended == log.begun);
    CHECK(log.cycles > cycles + 100);
}

TEST_CASE("one zone of the hot runner comes to its own set point alone, and back again", "[cell][set_point]") {
    auto c = cell(shipped("pet"), {.serial = "HY-0001"}, 7);
    stop_log log(c);
    run_for(c, log, 2min);
    const auto text = uploaded(c);
    const auto above_mean = [&] {
        return static_cast<double>(c.member(0, process_variable::manifold_zones, 2)) -
               c.measured(0, process_variable::manifold_zones);
    };
    const double usual = above_mean();
    REQUIRE(download(c, with(text, "Manifold 3 set point", "288.0 °C")) == result_code::ok);
    CHECK(above_mean() == Approx(usual).margin(1));
    run_for(c, log, 10min);
    CHECK(above_mean() == Approx(usual + 7).margin(1.5));
    // The same once more does not begin it anew.
    REQUIRE(download(c, uploaded(c)) == result_code::ok);
    CHECK(above_mean() == Approx(usual + 7).margin(1.5));
    REQUIRE(download(c, text) == result_code::ok);
    CHECK(above_mean() == Approx(usual + 7).margin(1.5));
    run_for(c, log, 10min);
    CHECK(above_mean() == Approx(usual).margin(1.5));
}

TEST_CASE("a hot runner of a tandem machine is told alike by both sides", "[cell][set_point][tandem]") {
    auto c = cell(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 7);
    stop_log log(c);
    auto text = with(uploaded(c), "Manifold 1 set point", "232.0 °C");
    text = with(text, "Manifold 2 set point", "232.0 °C");
    REQUIRE(download(c, text) == result_code::ok);
    run_for(c, log, 30min);
    for (protocol::tandem_side side = 0; side < protocol::tandem_sides; ++side) {
        CHECK(c.set_point(side, process_variable::manifold_zones) == Approx(232));
        CHECK(static_cast<double>(c.measured(side, process_variable::manifold_zones)) == Approx(232).margin(2));
    }
}

TEST_CASE("a number changed by keys runs the machine, is in the next set-up, and in the log", "[cell][set_point]") {
    auto c = cell(shipped("pet"), {.serial = "HY-0001"}, 7);
    log_lines log;
    const auto text = uploaded(c);
    const double before = mean_of(c, process_variable::cycle_time);
    CHECK(c.set_parameter(place_of(c, "timers", "Cooling time"), "1.55") == std::nullopt);
    CHECK(uploaded(c) == with(text, "Cooling time", "1.550 s"));
    CHECK(c.record_news(log));
    REQUIRE(log.lines.size() == 4);
    CHECK(log.lines[0] == "E202 Set point changed: Cooling time from 0.550 to 1.550 s, user HOST");
    CHECK(log.lines[1] == "E202 Sollwert geändert: Kühlzeit von 0.550 auf 1.550 s, Benutzer HOST");
    CHECK_FALSE(c.record_news(log));
    CHECK(mean_of(c, process_variable::cycle_time) - before == Approx(1).margin(0.01));
    // The same again is no change.
    CHECK(c.set_parameter(place_of(c, "timers", "Cooling time"), "1.550") == std::nullopt);
    CHECK_FALSE(c.record_news(log));
    // A step of several has its number, and a download of the text from before takes both back.
    CHECK(c.set_parameter(place_of(c, "hold", "Step 2 pressure"), "420") == std::nullopt);
    CHECK(c.record_news(log));
    CHECK(mentions(log.lines[4], "E202 Set point changed: Hold pressure 2 from 399"));
    REQUIRE(download(c, text) == result_code::ok);
    CHECK(uploaded(c) == text);
}

TEST_CASE("a number by keys is refused as a download of it would be, and nothing changes", "[cell][set_point][bad]") {
    auto c = cell(shipped("pet"), {.serial = "HY-0001"}, 7);
    log_lines log;
    const auto text = uploaded(c);
    const auto tonnage = place_of(c, "clamp profile", "Clamp tonnage");
    CHECK(c.set_parameter(tonnage, "4001") == fault::out_of_limits);
    CHECK(c.set_parameter(tonnage, "-3800") == fault::out_of_limits);
    CHECK(c.set_parameter(tonnage, "99999999999999999999") == fault::bad_value);
    for (const auto* digits : {"", "-", ".", "1.2.3", "3800.5", "38 00", "off", "1e3"}) {
        CAPTURE(digits);
        CHECK(c.set_parameter(tonnage, digits) == fault::bad_value);
    }
    CHECK(c.set_parameter(place_of(c, "machine", "Language"), "1") == fault::unknown_parameter);
    CHECK(c.set_parameter(place_of(c, "process limits", "Cushion low"), "1") == fault::unknown_parameter);
    CHECK(c.set_parameter(100'000, "1") == fault::unknown_parameter);
    CHECK(uploaded(c) == text);
    CHECK_FALSE(c.record_news(log));
}

TEST_CASE("keys do not bring back a set-up that a start of job has cleared", "[cell][set_point]") {
    auto c = cell(shipped("cap"), {.serial = "HY-0001"}, 7);
    REQUIRE(c.start(0) == result_code::ok);
    CHECK(c.set_parameter(place_of(c, "timers", "Cooling time"), "1.4") == std::nullopt);
    std::string none;
    CHECK(c.setup(1, none) == result_code::not_available);
    CHECK(c.set_point(0, process_variable::cool_time) == Approx(1.4));
}

TEST_CASE("keys on one side of a tandem machine leave the other as it is", "[cell][set_point][tandem]") {
    auto c = cell(shipped("tech"), {.serial = "HY-0001", .tandem = true}, 7);
    const auto text = uploaded(c);
    CHECK(c.set_parameter(place_of(c, "side 1: timers", "Cooling time"), "33") == std::nullopt);
    CHECK(uploaded(c) == with(text, "Cooling time", "33.000 s", "side 1: timers"));
    CHECK(mean_of(c, process_variable::cool_time, 5, 0) == Approx(30).margin(0.1));
    CHECK(mean_of(c, process_variable::cool_time, 5, 1) == Approx(33).margin(0.1));
}

TEST_CASE("a set-up says how many parts are wanted, and the order ends with them", "[cell][set_point][order]") {
    auto c = cell(shipped("tech"), {.serial = "HY-0001"}, 7);
    log_lines log;
    const auto text = uploaded(c);
    CHECK(value_in(text, "Parts wanted") == fmt::format("{}", c.order(0).wanted()));
    REQUIRE(c.order(0).wanted() > 300);
    REQUIRE(download(c, with(uploaded(c), "Parts wanted", "100")) == result_code::ok);
    CHECK(value_in(uploaded(c), "Parts wanted") == "100");
    const auto job = c.status(0).job;
    std::uint32_t good = 0;
    for (; c.status(0).job == job; c.advance(log))
        good = std::max(good, c.status(0).good_parts);
    CHECK(good >= 98);  // before the shot that made it whole
    CHECK(good <= 100);
    CHECK(log.says("E205 Job " + job + " finished"));
    // So many are wanted of the next one too, and a start of job begins it again.
    CHECK(value_in(uploaded(c), "Parts wanted") == "100");
    REQUIRE(c.start(0) == result_code::ok);
    CHECK(c.order(0).wanted() == 100);
    // Fewer than were made already: the next cycle ends it.
    while (c.status(0).good_parts < 50)
        c.advance(log);
    const auto next_job = c.status(0).job;
    const auto cycles = log.cycles[0];
    CHECK(c.set_parameter(place_of(c, "order", "Parts wanted"), "10") == std::nullopt);
    while (c.status(0).job == next_job && log.cycles[0] < cycles + 2)
        c.advance(log);
    CHECK(c.status(0).job != next_job);
    REQUIRE(download(c, text) == result_code::ok);
    for (const auto* bad : {"0", "-5", "1000000000", "10.5"})
        CHECK(download(c, with(uploaded(c), "Parts wanted", bad)) == result_code::bad_argument);
}
