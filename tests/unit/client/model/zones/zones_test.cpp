#include <algorithm>
#include <cmath>

#include "client/model/zones/heated_zones.hpp"
#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

heated_zones steady(const family& f, std::uint64_t seed = 1) {
    random_stream random(seed, "HY-0001", "zones");
    return {f.zones, random};
}

heated_zones cold(const family& f) {
    auto zones = steady(f);
    zones.begin_at_rest(heats::off, {});
    return zones;
}

constexpr heat_up_plan plan{.minutes = 60, .soft_start_minutes = 8, .set_back_k = 80};

/// A zone's temperature, looked at once a step of its controller.
struct swing {
    double mean = 0, rms = 0, period_s = 0;
};

swing swing_of(heated_zones zones, std::size_t zone, sim_time from, sim_time length) {
    const auto step = controller_step(zone);
    std::vector<double> x;
    for (sim_time t = from; t < from + length; t += step) {
        zones.pass(t, 0);
        x.push_back(zones.off(zone));
    }
    swing s;
    for (const double y : x)
        s.mean += y / static_cast<double>(x.size());
    long crossings = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        s.rms += (x[i] - s.mean) * (x[i] - s.mean) / static_cast<double>(x.size());
        if (i > 0 && x[i - 1] < s.mean && x[i] >= s.mean) ++crossings;
    }
    s.rms = std::sqrt(s.rms);
    s.period_s = to_seconds(length) / static_cast<double>(crossings);
    return s;
}

}  // namespace

TEST_CASE("a zone in control swings about its set point with four dead times", "[zones]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& f = shipped(name);
    for (std::size_t z = 0; z < zone_count; ++z) {
        CAPTURE(name, z);
        const double dead_time_s = f.zones[z].delay * to_seconds(controller_step(z));
        const auto s = swing_of(steady(f), z, 2h, 10h);
        CHECK(std::fabs(s.mean) < 0.1);
        CHECK(s.rms > 0.07);
        CHECK(s.rms < 0.5);
        CHECK(s.period_s > 3 * dead_time_s);
        CHECK(s.period_s < 5 * dead_time_s);
    }
}

TEST_CASE("zones of one barrel do not swing in step", "[zones]") {
    const auto& f = shipped("pet");
    auto zones = steady(f);
    double products = 0, squares = 0;
    for (sim_time t = 2h; t < 12h; t += controller_step(0)) {
        zones.pass(t, 0);
        products += zones.off(5) * zones.off(6);
        squares += zones.off(5) * zones.off(5);
    }
    CHECK(std::fabs(products / squares) < 0.9);
}

TEST_CASE("what becomes of zones does not depend on how often they are looked at", "[zones]") {
    const auto& f = shipped(GENERATE(std::string("pet"), "tech"));
    const auto life = [&](sim_time look) {
        auto zones = cold(f);
        std::vector<double> seen;
        const auto until = [&](sim_time from, sim_time to) {
            for (sim_time t = from; t < to; t += look)
                zones.pass(t, 1.5);
            zones.pass(to, 1.5);
            for (std::size_t z = 0; z < zone_count; ++z)
                seen.push_back(zones.off(z));
            seen.push_back(zones.duty());
        };
        until(0s, 5min);
        zones.set(heats::on, plan, 5min);
        until(5min, 3h);
        zones.produce(true, 3h);
        until(3h, 4h);
        zones.produce(false, 4h);
        zones.set(heats::set_back, plan, 4h);
        until(4h, 52h);
        zones.set(heats::on, plan, 52h);
        until(52h, 53h);
        return seen;
    };
    const auto once = life(100h);
    CHECK(once == life(1s));
    CHECK(once == life(7777ms));
    CHECK(once == life(11min));
}

TEST_CASE("a look into the future changes nothing", "[zones]") {
    auto zones = cold(shipped("cap"));
    zones.set(heats::on, plan, 0s);
    const auto later = zones.at(30min);
    CHECK(later.off(0) > zones.off(0) + 50);
    zones.pass(30min, 0);
    CHECK(zones.off(0) == later.off(0));
}

TEST_CASE("barrel and hot runner heat up in the time of the family, overshoot, and settle", "[zones]") {
    const auto [name, minutes] = GENERATE(table<std::string, double>(
        {{"pet", 60}, {"pet", 90}, {"cap", 40}, {"cap", 60}, {"thinwall", 50}, {"tech", 35}, {"tech", 45}}));
    const auto& f = shipped(name);
    auto zones = cold(f);
    zones.set(heats::on, {.minutes = minutes, .soft_start_minutes = 8, .set_back_k = 80}, 0s);
    sim_time ready{}, hot_runner_warm{}, tips_warm{};
    std::array<double, zone_count> peak;
    peak.fill(-1000);
    for (sim_time t = 1s; t < 3h; t += 1s) {
        zones.pass(t, 0);
        for (std::size_t z = 0; z < zone_count; ++z)
            peak[z] = std::max(peak[z], zones.off(z));
        const auto above_hall = [&](std::size_t z) { return zones.off(z) + static_cast<double>(f.zones[z].depth_k); };
        if (hot_runner_warm == sim_time{} && above_hall(manifold_zone) > 76) hot_runner_warm = t;
        if (tips_warm == sim_time{} && above_hall(tip_zone) > 76) tips_warm = t;
        if (ready == sim_time{} && zones.ready()) ready = t;
    }
    CAPTURE(name, minutes, to_seconds(ready) / 60, to_seconds(hot_runner_warm) / 60, to_seconds(tips_warm) / 60);
    CHECK(to_seconds(ready) / 60 > 0.85 * minutes);
    CHECK(to_seconds(ready) / 60 < 1.1 * minutes);
    // 102 °C in a hall of 26 °C.
    CHECK(hot_runner_warm > 5min);
    CHECK(hot_runner_warm < 12min);
    CHECK(tips_warm > hot_runner_warm);
    for (std::size_t z = 0; z < zone_count; ++z) {
        CAPTURE(z, peak[z]);
        CHECK(peak[z] > 1.5);
        CHECK(peak[z] < 7);
        CHECK(std::fabs(zones.off(z)) < 1.5);
    }
}

TEST_CASE("a heater at its end does not wind up the controller", "[zones]") {
    const auto& f = shipped("pet");
    auto zones = cold(f);
    // As fast as full power goes.
    zones.set(heats::on, {.minutes = 1, .soft_start_minutes = 0, .set_back_k = 80}, 0s);
    double peak = -1000;
    for (sim_time t = 1s; t < 3h; t += 1s) {
        zones.pass(t, 0);
        for (std::size_t z = 0; z < zone_count; ++z)
            peak = std::max(peak, zones.off(z));
        if (t == 10min) CHECK(zones.power() > 1.5);
    }
    CHECK(peak < 10);
    CHECK(zones.ready());
}

TEST_CASE("heats set back hold eighty kelvin less, heats off let the zones cool to the hall", "[zones]") {
    const auto& f = shipped("tech");
    auto zones = steady(f);
    zones.pass(1h, 0);
    zones.produce(false, 1h);
    zones.set(heats::set_back, plan, 1h);
    zones.pass(1h + 10min, 0);
    CHECK(zones.off(3) < -20);
    CHECK(zones.off(3) > -80);
    CHECK_FALSE(zones.ready());
    zones.pass(6h, 0);
    for (std::size_t z = 0; z < zone_count; ++z)
        CHECK(zones.off(z) == Approx(-80).margin(1.5));
    CHECK_FALSE(zones.ready());
    zones.set(heats::off, plan, 6h);
    zones.pass(6h + 1500s, 0);
    const double depth = static_cast<double>(f.zones[3].depth_k);
    // One time constant and the dead time.
    CHECK(zones.off(3) + depth == Approx((depth - 80) * std::exp(-1440.0 / 1500)).epsilon(0.05));
    zones.pass(12h, 0);
    for (std::size_t z = 0; z < zone_count; ++z)
        CHECK(zones.off(z) == Approx(-static_cast<double>(f.zones[z].depth_k)).margin(0.5));
    CHECK(zones.power() == 0);
}

TEST_CASE("melt heats the hot runner: its duty is the family's in production and higher at rest", "[zones]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& f = shipped(name);
    auto zones = steady(f);
    const auto mean_duty = [&](sim_time from, sim_time to) {
        double sum = 0;
        long n = 0;
        for (sim_time t = from; t < to; t += 3s, ++n) {
            zones.pass(t, 0);
            sum += 100 * zones.duty();
        }
        return sum / static_cast<double>(n);
    };
    const double producing = mean_duty(1h, 3h);
    CHECK(producing == Approx(f.of(process_variable::zone_duty).set_point).margin(0.5));
    zones.produce(false, 3h);
    zones.pass(4h, 0);
    CHECK(mean_duty(4h, 5h) > producing + 10);
}

TEST_CASE("a cold hall costs duty", "[zones]") {
    const auto& f = shipped("pet");
    auto warm = steady(f), cold_hall = steady(f);
    double more = 0;
    for (sim_time t = 1h; t < 3h; t += 3s) {
        warm.pass(t, 3);
        cold_hall.pass(t, -3);
        if (t >= 2h) more += (cold_hall.duty() - warm.duty()) / 1200;
    }
    CHECK(100 * more == Approx(6.0 / 459 * 100).margin(0.4));
}

TEST_CASE("a machine shows its zones while it stands and heats", "[zones][cell]") {
    const auto& f = shipped("pet");
    cell c(f, {.serial = "HY-0001", .start = start_state::cold}, 6);
    recorder log(c);
    const auto shown = [&](protocol::variable_id id) {
        protocol::value v;
        c.read(0, id, v);
        return static_cast<double>(std::get<float>(v));
    };
    for (protocol::variable_id id = 125; id <= 134; ++id) {
        if (id == id_of(process_variable::feed_throat)) continue;
        CAPTURE(id);
        CHECK(shown(id) == Approx(26).margin(2));
    }
    CHECK(shown(1005) == Approx(26).margin(4));
    CHECK(shown(1110) == Approx(26).margin(6));
    CHECK(shown(id_of(process_variable::zone_duty)) == 0);
    CHECK(shown(id_of(process_variable::active_power)) == 0);
    while (c.status(0).mode != protocol::machine_mode::heating)
        c.advance(log);
    const auto began = c.now();
    while (c.now() < began + 30min)
        c.advance(log);
    CHECK(shown(127) > 80);
    CHECK(shown(127) < 260);
    CHECK(shown(id_of(process_variable::active_power)) > 15);
    while (std::none_of(log.lines.begin(), log.lines.end(),
                        [](const auto& line) { return mentions(line, "Soak timer started"); }))
        c.advance(log);
    CHECK(c.now() - began > 50min);
    CHECK(c.now() - began < 95min);
    for (protocol::variable_id id = 125; id <= 131; ++id) {
        CAPTURE(id);
        CHECK(shown(id) == Approx(f.of(*process_variable_of(id)).set_point).margin(7));
    }
}

TEST_CASE("zones of a family in US units are the same zones", "[zones][family]") {
    auto yaml = settings::read_file(family_path("cap"));
    const std::string si = "BarrelZone2, unit: °C, set_point: 200,", us = "BarrelZone2, unit: °F, set_point: 392,";
    REQUIRE(mentions(yaml, si));
    yaml.replace(yaml.find(si), si.size(), us);
    const auto f = parse_family(yaml, "us.yaml");
    CHECK(f.zones[1].depth_k == Approx(shipped("cap").zones[1].depth_k).epsilon(1e-6));
    CHECK(f.of(process_variable::barrel_zone_2).per_kelvin == 1.8);
    cell c(f, {.serial = "HY-0001", .start = start_state::cold}, 6);
    protocol::value v;
    c.read(0, id_of(process_variable::barrel_zone_2), v);
    CHECK(static_cast<double>(std::get<float>(v)) == Approx(26 * 1.8 + 32).margin(3));
}
