#include <fmt/format.h>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

using enum process_variable;

constexpr unsigned half = screen_columns / 2;
constexpr unsigned upper_height = 11;
constexpr unsigned lower_row = first_page_row + upper_height;

/// A name and what is to its right, within half of the screen.
void line(protocol::screen_pen& pen, unsigned x, unsigned y, std::string_view name, std::string_view content,
          std::uint8_t attribute = look::value, unsigned name_width = 24) {
    constexpr unsigned width = half - 4;
    pen.field(x + 2, y, look::plain, name_width, name);
    draw_right(pen, x + 2 + name_width, y, attribute, width - name_width, content);
}

/// Of a machine's or a job's names, which are longer than numbers.
void text_line(protocol::screen_pen& pen, unsigned x, unsigned y, std::string_view name, std::string_view content) {
    line(pen, x, y, name, content, look::value, 12);
}

void measured(protocol::screen_pen& pen, const page_view& v, unsigned x, unsigned y, process_variable q) {
    if (!v.machine.has(q)) return;
    const auto y_now = read_number(v, id_of(q));
    const auto& units = v.machine.family().units[index(q)];
    line(pen, x, y, kind_of(q).description[v.language],
         y_now ? fmt::format("{} {}", number_text(*y_now, decimals_of(v.machine.family().of(q).resolution)), units)
               : "-");
}

void draw_production(protocol::screen_pen& pen, const page_view& v) {
    draw_box(pen, 0, first_page_row, half, upper_height, v.say(word::production));
    const auto status = v.machine.status(v.side);
    unsigned y = first_page_row + 1;
    text_line(pen, 0, y++, v.say(word::job), status.job);
    text_line(pen, 0, y++, v.say(word::mould), status.mould);
    for (const process_variable q : {job_cycle_counter, good_parts, bad_parts, test_samples, active_cavities})
        line(pen, 0, y++, kind_of(q).description[v.language], fmt::format("{}", v.machine.counted(v.side, q)));
    const double good = status.good_parts, all = good + status.bad_parts;
    if (all > 0) {
        pen.bar(2, y + 1, look::good, 28, per_mille_of(good, all));
        draw_right(pen, 30, y + 1, look::value, 7, fmt::format("{:.2f}%", 100 * good / all));
    }
}

void draw_cycle(protocol::screen_pen& pen, const page_view& v) {
    draw_box(pen, half, first_page_row, half, upper_height, v.say(word::cycle));
    unsigned y = first_page_row + 1;
    for (const process_variable q : {cycle_time, fill_time, recovery_time, cushion, peak_pressure, clamp_tonnage,
                                     melt_temperature, energy_per_shot})
        measured(pen, v, half, y++, q);
    const auto quality = v.machine.quality(v.side);
    line(pen, half, y, v.say(word::quality), say(quality, v.language),
         quality == protocol::cycle_quality::bad || quality == protocol::cycle_quality::failed ? look::alarm
                                                                                               : look::good);
}

/// How far a variable is up to one and a quarter of its set point.
void gauge(protocol::screen_pen& pen, const page_view& v, unsigned y, process_variable q) {
    constexpr double full = 1.25;
    const auto y_now = read_number(v, id_of(q));
    if (!v.machine.has(q) || !y_now) return;
    pen.field(2, y, look::plain, 28, kind_of(q).description[v.language]);
    pen.bar(31, y, look::good, 30, per_mille_of(*y_now, full * v.machine.set_point(v.side, q)));
    draw_right(pen, 62, y, look::value, 15,
               fmt::format("{} {}", number_text(*y_now, decimals_of(v.machine.family().of(q).resolution)),
                           v.machine.family().units[index(q)]));
}

void draw_machine(protocol::screen_pen& pen, const page_view& v) {
    draw_box(pen, 0, lower_row, screen_columns, end_of_page - lower_row, v.say(word::machine));
    const auto& kind = v.machine.family();
    text_line(pen, 0, lower_row + 1, v.say(word::model), kind.model);
    line(pen, 0, lower_row + 2, v.say(word::life_counter), fmt::format("{}", v.machine.life_counter()));
    text_line(pen, half, lower_row + 1, v.say(word::software), kind.software);
    measured(pen, v, half, lower_row + 2, hall_temp);
    unsigned y = lower_row + 4;
    for (const process_variable q : {cycle_time, clamp_tonnage, oil_temperature, active_power})
        gauge(pen, v, y++, q);
}

}  // namespace

void draw_overview(protocol::screen_pen& pen, const page_view& v) {
    draw_production(pen, v);
    draw_cycle(pen, v);
    draw_machine(pen, v);
}

}  // namespace husky::cells
