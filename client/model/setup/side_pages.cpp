// Pages of one side of the mould: clamp, injection, parts and their removal.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "client/model/setup/builder.hpp"

namespace husky::cells::setup {

namespace {

using enum process_variable;

constexpr std::array<std::string_view, 4> transition_ways{"Position", "Time", "Pressure", "Cavity pressure"};
constexpr std::array<std::string_view, 3> core_moves{"Off", "Before closing", "Behind closing"};
constexpr std::array<std::string_view, 2> strokes{"Single", "Repeated"};

constexpr std::array fill_profile{0.60, 0.80, 0.90, 1.00, 1.00, 1.00, 0.95, 0.85, 0.70, 0.50};
constexpr std::array hold_profile{1.10, 1.05, 1.00, 0.95, 0.90};
constexpr double speed_limit_mm_s = 1500;
constexpr double max_parts_wanted = 999'999'999;

/// A movement in steps; faster ones take less of the time `lasts`.
void add_movement(builder& b, std::string_view name, process_variable lasts, double stroke_mm,
                  std::span<const double> speeds_mm_s) {
    for (std::size_t i = 0; i < speeds_mm_s.size(); ++i) {
        const double from = stroke_mm * (1 - static_cast<double>(i) / static_cast<double>(speeds_mm_s.size()));
        b.measure(fmt::format("{} {} from", name, i + 1), dimension::length, from, 0, 2000, 1);
        auto& speed = b.measure(fmt::format("{} {} speed", name, i + 1), dimension::speed, speeds_mm_s[i],
                                speeds_mm_s[i] / 20, speed_limit_mm_s, 1);
        if (!b.of(lasts).present) continue;
        speed.does = role::movement_speed;
        speed.variable = lasts;
        speed.member = static_cast<std::uint16_t>(i);
    }
}

void add_hold(builder& b) {
    b.section("hold", subject::injection);
    for (std::uint16_t step = 0; step < hold_profile.size(); ++step) {
        if (auto* p = b.set_point(fmt::format("Step {} pressure", step + 1), hold_pressure, hold_profile[step], step))
            p->does = role::hold_pressure;
        auto& time = b.seconds(fmt::format("Step {} time", step + 1),
                               b.of(hold_time).set_point / static_cast<double>(hold_profile.size()));
        time.does = role::hold_time;
        time.variable = hold_time;
        time.member = step;
        b.percent(fmt::format("Step {} speed limit", step + 1), 40);
    }
}

void add_valve_gates(builder& b) {
    if (!b.has(equipment::valve_gates)) return;
    b.section("valve gates");
    const int groups = std::min<int>(8, b.of().cavities);
    for (int group = 1; group <= groups; ++group) {
        b.seconds(fmt::format("Group {} open delay", group), 0);
        b.seconds(fmt::format("Group {} close delay", group), 0.05);
    }
    b.measure("Air pressure", dimension::pressure, 8, 2, 12, 1);
}

}  // namespace

void add_clamp_pages(builder& b) {
    const double stroke = b.of(mould_open_position).present ? 500 : 0;
    b.section("clamp profile", subject::mould);
    add_movement(b, "Close", mould_close_time, stroke, std::array{700.0, 900.0, 300.0, 60.0});
    b.set_point("Mould protection pressure", mould_protect_pressure);
    b.measure("Mould protection from", dimension::length, 40, 0, 200, 1);
    b.seconds("Mould protection time", 2);
    b.number("Mould protection repeats", "", 1, 0, 5, 0);
    b.set_point("Clamp tonnage", clamp_tonnage);
    b.seconds("Clamp-up time limit", 3);
    b.percent("Injection may begin at", 95);
    add_movement(b, "Open", mould_open_time, stroke, std::array{80.0, 600.0, 900.0, 200.0});
    b.set_point("Open position", mould_open_position);
    b.measure("Break-away distance", dimension::length, 5, 0, 50, 1);
    b.measure("Shut height", dimension::length, 620, 200, 1500, 1);

    if (!b.has(equipment::core_pulls)) return;
    b.section("core pulls");
    for (int core = 1; core <= 4; ++core) {
        b.word(fmt::format("Core {} in", core), core_moves, core <= 2 ? 1 : 0);
        b.word(fmt::format("Core {} out", core), core_moves, core <= 2 ? 2 : 0);
        b.measure(fmt::format("Core {} pressure", core), dimension::pressure, 90, 0, 200, 0);
        b.percent(fmt::format("Core {} speed", core), 50);
        b.seconds(fmt::format("Core {} time limit", core), 4);
    }
}

void add_injection_pages(builder& b) {
    b.section("injection profile", subject::injection);
    const double shot = b.of(shot_size).set_point, transition = b.of(transition_position).set_point;
    const double limit = b.of().process.pressure_limit > 0 ? b.of().process.pressure_limit : 2500;
    const auto unit = [&](process_variable q) { return std::string_view(b.of().units[index(q)]); };
    for (std::uint16_t step = 0; step < fill_profile.size(); ++step) {
        const double from = shot + (transition - shot) * step / static_cast<double>(fill_profile.size());
        b.number(fmt::format("Step {} from", step + 1), unit(shot_size), from, 0, 2 * shot, 2);
        if (auto* p = b.set_point(fmt::format("Step {} speed", step + 1), injection_speed, fill_profile[step], step))
            p->does = role::speed;
        b.number(fmt::format("Step {} pressure limit", step + 1), unit(peak_pressure), limit, 0, 2 * limit, 0);
    }
    auto& highest = b.number("Injection pressure limit", unit(peak_pressure), limit, 0.05 * limit, 2 * limit, 0);
    if (b.of().process.pressure_limit > 0) highest.does = role::pressure_limit;
    b.seconds("Injection delay", 0);
    b.seconds("Injection time limit", 3 * b.of(fill_time).set_point);

    b.section("transition", subject::injection);
    b.word("Transition by", transition_ways, 0);
    b.set_point("Transition position", transition_position);
    b.seconds("Transition time", b.of(fill_time).set_point);
    b.number("Transition pressure", unit(transition_pressure), b.of(transition_pressure).set_point, 0, 2 * limit, 0);
    add_hold(b);

    b.section("shot", subject::injection);
    b.set_point("Shot size", shot_size);
    b.set_point("Decompression", decompression);
    b.measure("Decompression speed", dimension::speed, 40, 1, 300, 1);
    b.measure("Decompression before recovery", dimension::length, 0, 0, 50, 1);

    b.section("timers", subject::injection);
    b.set_point("Cooling time", cool_time);
    b.seconds("Recovery delay", b.of().cycle.recovery_delay_s).does = role::recovery_delay;
    b.seconds("Cycle delay", b.of().cycle.wait_s).does = role::cycle_delay;
    b.seconds("Longest cycle", 3 * b.of().cycle.time_s, 600);
    b.seconds("Cycle start pause", 0);
    b.seconds("Alarm horn", 10);
    add_valve_gates(b);
}

void add_part_pages(builder& b) {
    b.section("ejector", subject::mould);
    add_movement(b, "Forward", eject_time, 120, std::array{250.0, 400.0});
    add_movement(b, "Back", eject_time, 0, std::array{500.0});
    b.word("Strokes", strokes, 0);
    b.number("Repeats", "", 1, 1, 9, 0);
    b.seconds("Delay", 0.05);
    b.seconds("Hold forward", 0.1);
    b.measure("Pressure", dimension::pressure, 80, 5, 200, 0);
    for (int valve = 1; valve <= 4; ++valve) {
        b.on_off(fmt::format("Air blow {}", valve), valve == 1);
        b.seconds(fmt::format("Air blow {} delay", valve), 0.05);
        b.seconds(fmt::format("Air blow {} time", valve), 0.2);
    }

    if (b.has(equipment::robot)) {
        b.section("robot", subject::mould);
        add_movement(b, "In", take_out_time, 900, std::array{1200.0, 1400.0, 300.0});
        for (int position = 1; position <= 6; ++position)
            for (const auto axis : {"X", "Y", "Z"})
                b.measure(fmt::format("Position {} {}", position, axis), dimension::length, 150.0 * position, 0, 3000,
                          1);
        b.set_point("Vacuum", vacuum_take_out);
        b.seconds("Vacuum delay", 0.1);
        b.seconds("Gripper time", 0.2);
        b.seconds("Waiting in the mould", 0.1);
        b.on_off("Part-out check", true);
    }
    if (b.has(equipment::conveyor)) {
        b.section("conveyor");
        b.measure("Belt speed", dimension::speed, 120, 10, 500, 0);
        b.number("Run-on after reject", "s", 5, 0, 120, 0);
        b.on_off("Stop with the machine", true);
    }
    if (b.has(equipment::labels)) {
        b.section("labels");
        b.measure("Static charge distance", dimension::length, 12, 0, 50, 1);
        b.number("Static voltage", "kV", 14, 0, 25, 1);
        b.seconds("Charge time", 0.25);
        b.number("Magazine warning", "", 200, 0, 5000, 0);
    }
    if (b.has(equipment::vision)) {
        b.section("vision");
        b.on_off("Inspection", true);
        for (const auto fault : {"Short shot", "Flash", "Black spot", "Gate", "Colour", "Ovality"}) {
            b.on_off(std::string(fault), true);
            b.percent(fmt::format("{} sensitivity", fault), 60);
        }
    }
    b.section("mould");
    auto& mould = b.text("Mould");
    mould.does = role::mould;
    b.number("Cavities in use", "", b.of().cavities, 0, b.of().cavities, 0);
    b.number("Grease after", "", 50'000, 100, 10'000'000, 0);
    b.number("Service after", "", 1'000'000, 1000, 100'000'000, 0);
    b.number("Part weight target", b.of().units[index(part_weight)], b.of(part_weight).set_point, 0,
             10 * b.of(part_weight).set_point, digits_of(b.of(part_weight)));

    b.section("order", subject::mould);
    const auto& sizes = b.of().orders.parts;
    b.number("Parts wanted", "", std::sqrt(sizes.low * sizes.high), 1, max_parts_wanted, 0).does = role::parts_wanted;
}

}  // namespace husky::cells::setup
