#include <fmt/format.h>

#include <cmath>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

constexpr unsigned actual_column = 42, unit_column = 54, set_column = 62, deviation_column = 72;

void draw_line(protocol::screen_pen& pen, const page_view& v, unsigned y, process_variable q) {
    const variable_rule& c = v.machine.family().of(q);
    const auto decimals = decimals_of(c.resolution);
    const double set_point = v.machine.set_point(v.side, q);
    pen.field(1, y, look::plain, 40, kind_of(q).description[v.language]);
    pen.field(unit_column, y, look::plain, 8, v.machine.family().units[index(q)]);
    draw_right(pen, set_column, y, look::plain, 9, number_text(set_point, decimals));
    const auto y_now = read_number(v, id_of(q));
    if (!y_now) return;
    const bool banded = c.low != 0 || c.high != 0;
    const bool outside = banded && (*y_now < set_point + c.low || (c.high > 0 && *y_now > set_point + c.high));
    draw_right(pen, actual_column, y, outside ? look::warning : look::value, 11, number_text(*y_now, decimals));
    if (set_point != 0)
        draw_right(pen, deviation_column, y, look::plain, 7,
                   number_text(100 * (*y_now - set_point) / std::abs(set_point), 1));
}

std::vector<process_variable> listed_on(const cell& machine) {
    std::vector<process_variable> measured;
    for (const auto& kind : variable_kinds())
        if (!is_counted(kind.variable) && machine.has(kind.variable)) measured.push_back(kind.variable);
    return measured;
}

}  // namespace

std::size_t process_lines(const cell& machine) { return listed_on(machine).size(); }

void draw_process(protocol::screen_pen& pen, const page_view& v) {
    pen.field(0, first_page_row, look::heading, screen_columns, fmt::format(" {}", v.say(word::variable)));
    draw_right(pen, actual_column, first_page_row, look::heading, 11, v.say(word::actual));
    pen.text(unit_column, first_page_row, look::heading, v.say(word::unit));
    draw_right(pen, set_column, first_page_row, look::heading, 9, v.say(word::set_point));
    draw_right(pen, deviation_column, first_page_row, look::heading, 7, v.say(word::deviation));
    const auto lines = listed_on(v.machine);
    const auto window = window_of(v.selected, lines.size(), process_lines_a_page);
    unsigned y = first_page_row + 1;
    for (std::size_t i = window.first; i < window.end; ++i)
        draw_line(pen, v, y++, lines[i]);
    draw_page_number(pen, v, window);
}

}  // namespace husky::cells
