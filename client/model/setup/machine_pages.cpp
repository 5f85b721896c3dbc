// Pages of the machine as a whole: operation, temperatures, auxiliaries.
#include <fmt/format.h>

#include <array>

#include "client/model/setup/builder.hpp"

namespace husky::cells::setup {

namespace {

using enum process_variable;

constexpr std::array<std::string_view, language_count> language_words{"English", "German", "French", "Spanish"};
constexpr std::array<std::string_view, 3> start_modes{"Manual", "Semi-automatic", "Automatic"};
constexpr std::array<std::string_view, 3> zone_modes{"Off", "Manual", "Automatic"};
constexpr std::array<std::string_view, 2> reject_ways{"Conveyor", "Chute"};

constexpr double standby_k = 80;  ///< set-back of a zone below its set point
constexpr std::array barrel{barrel_zone_1, barrel_zone_2, barrel_zone_3, barrel_zone_4,
                            barrel_zone_5, barrel_zone_6, barrel_zone_7, feed_throat};

void add_zone(builder& b, const std::string& zone, process_variable q, std::uint16_t member) {
    b.set_point(zone + " set point", q, 1, member);
    b.percent(zone + " output limit", 100);
    b.word(zone + " control", zone_modes, 2);
}

void add_barrel(builder& b) {
    b.section("barrel temperatures", subject::heats);
    for (const auto q : barrel) {
        if (!b.of(q).present) continue;
        const auto zone =
            q == feed_throat ? std::string("Feed throat") : fmt::format("Zone {}", index(q) - index(barrel_zone_1) + 1);
        add_zone(b, zone, q, 0);
        b.measure(zone + " set-back", dimension::temperature_difference, standby_k, 0, 200, 1);
        b.measure(zone + " proportional band", dimension::temperature_difference, 18, 1, 100, 1);
        b.number(zone + " integral time", "s", 240, 0, 3600, 0);
        b.number(zone + " derivative time", "s", 60, 0, 900, 0);
        b.number(zone + " heater current limit", "A", 40, 0, 100, 1);
    }
    b.section("barrel limits");
    b.measure("Cold screw lock below set point", dimension::temperature_difference, 10, 0, 50, 1);
    b.number("Soak time", "min", b.of().start_up.soak.high, 0, 120, 0);
    b.number("Set back after", "min", b.of().start_up.standby_after_min, 0, 600, 0);
}

void add_hot_runner(builder& b) {
    const auto add = [&](std::string_view section, std::string_view name, process_variable q) {
        const variable_rule& c = b.of(q);
        if (!c.present || c.members == 0) return;
        b.section(section, subject::heats);
        for (std::uint16_t i = 0; i < c.members; ++i)
            add_zone(b, fmt::format("{} {}", name, i + 1), q, i);
    };
    add("manifold temperatures", "Manifold", manifold_zones);
    add("tip temperatures", "Tip", tip_zones);
    b.section("hot runner");
    b.on_off("Soft start", true);
    b.measure("Soft start up to", dimension::temperature, 93, 0, 150, 0);
    b.number("Soft start time", "min", 8, 0, 60, 1);
    b.number("Tip delay after manifold", "min", 15, 0, 120, 0);
    b.number("Thermocouple loss output", "%", 30, 0, 100, 0);
    b.number("Earth fault bake-outs", "", 3, 0, 9, 0);
}

}  // namespace

void add_machine_pages(builder& b) {
    b.section("machine");
    b.word("Language", language_words, 0);
    b.word("Mode after start", start_modes, 2);
    b.on_off("Stop at cycle end on alarm", true);
    b.on_off("Print at end of job", false);
    b.on_off("Heats on by clock", false);
    b.number("Heats on at", "h", 5, 0, 23.75, 2);
    b.number("Consecutive rejects to stop", "", b.of().rejects.consecutive_limit, 1, 99, 0);
    b.number("Start-up cycles rejected", "", 20, 0, 999, 0);
    b.word("Rejects go to", reject_ways, b.has(equipment::conveyor) ? 0 : 1);
    b.number("Purge after stop of", "min", b.of().start_up.purge_after_min, 0, 600, 0);
    b.number("Screen saver after", "min", 10, 0, 120, 0);
    b.number("Access level for set points", "", 2, 1, 4, 0);

    b.section("recovery", subject::injection);
    for (std::uint16_t step = 0; step < 3; ++step) {
        b.set_point(fmt::format("Step {} screw speed", step + 1), screw_speed, 1, step);
        b.set_point(fmt::format("Step {} back pressure", step + 1), back_pressure, 1, step);
        b.percent(fmt::format("Step {} up to", step + 1), step == 0 ? 40 : step == 1 ? 80 : 100);
    }
    b.percent("Torque limit", 95, 120);
    b.seconds("Longest recovery", 4 * b.of(recovery_time).set_point, 600);
    b.on_off("Intrusion", false);
}

void add_temperature_pages(builder& b) {
    add_barrel(b);
    add_hot_runner(b);
}

void add_auxiliary_pages(builder& b) {
    b.section("hydraulics", subject::auxiliaries);
    b.set_point("Oil temperature", oil_temperature);
    b.set_point("System pressure", system_pressure);
    b.set_point("Accumulator precharge", accumulator_precharge);
    b.measure("Oil warning", dimension::temperature, 55, 30, 70, 1);
    b.measure("Oil stop", dimension::temperature, 60, 30, 80, 1);
    b.measure("Oil lowest for automatic", dimension::temperature, 35, 0, 60, 1);
    b.number("Filter service after", "h", 4000, 100, 20000, 0);
    b.number("Idle pump off after", "min", 20, 0, 240, 0);

    b.section("cooling", subject::auxiliaries);
    b.set_point("Water in", cool_water_in);
    b.set_point("Water flow", cool_water_flow);
    b.set_point("Water pressure", cool_water_pressure);
    b.percent("Low flow warning", 15);
    b.percent("Low flow stop", 30);
    b.on_off("Valve open while standing", true);
    for (int circuit = 1; circuit <= 4; ++circuit)
        b.percent(fmt::format("Circuit {} valve", circuit), 100);
    if (b.has(equipment::dehumidifier)) b.set_point("Dew point at the mould", mould_dew_point);

    b.section("dryer and feeding", subject::auxiliaries);
    b.set_point("Air temperature", dry_air_temp);
    b.set_point("Air dew point", dry_air_dew_point);
    if (b.has(equipment::dryer)) {
        b.number("Bed change", "h", b.of().process.bed_change_h, 0.5, 24, 1);
        b.number("Dew point warning", "°C", -30, -60, 0, 0);
        b.number("Dew point stop", "°C", -20, -60, 0, 0);
        b.number("Shortest residence", "h", 4, 0, 12, 1);
    }
    for (int component = 1; component <= 4; ++component) {
        b.percent(fmt::format("Component {} share", component), component == 1 ? 100 : 0);
        b.on_off(fmt::format("Component {} loader", component), component == 1);
    }
    b.number("Loader fill time", "s", 25, 0, 300, 0);
    b.number("Loader discharge time", "s", 12, 0, 300, 0);

    b.section("energy");
    b.on_off("Standby between orders", true);
    b.number("Power limit", "kW", 400, 10, 1000, 0);
    b.number("Heating in groups of", "", 12, 1, 200, 0);
}

}  // namespace husky::cells::setup
