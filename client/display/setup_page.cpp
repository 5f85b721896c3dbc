#include <fmt/format.h>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

constexpr unsigned setup_name_column = 6, setup_value_column = 44, value_width = 11, setup_unit_column = 56,
                   setup_limits_column = 64;
constexpr unsigned max_limits = screen_columns - setup_limits_column;

void draw_line(protocol::screen_pen& pen, const page_view& v, unsigned y, std::size_t i, const shown_parameter& p) {
    const bool selected = i == v.selected;
    const bool typed = selected && !v.typed.empty();
    draw_right(pen, 1, y, look::plain, 4, fmt::format("{}", i + 1));
    pen.field(setup_name_column, y, selected ? look::value : look::plain, setup_value_column - setup_name_column - 1,
              p.name);
    draw_right(pen, setup_value_column, y,
               typed      ? look::edited
               : selected ? look::selected
                          : look::value,
               value_width, typed ? std::string(v.typed) : p.value);
    pen.field(setup_unit_column, y, look::plain, 8, p.units);
    const auto limits = fmt::format("{}..{}", p.low, p.high);
    draw_right(pen, setup_limits_column, y, look::plain, max_limits, limits.substr(0, max_limits));
    if (selected) pen.cursor(setup_value_column + value_width - 1, y);
}

}  // namespace

void draw_set_up(protocol::screen_pen& pen, const page_view& v, setup::subject on) {
    pen.field(0, first_page_row, look::heading, screen_columns, "");
    pen.text(setup_name_column, first_page_row, look::heading, v.say(word::variable));
    draw_right(pen, setup_value_column, first_page_row, look::heading, value_width, v.say(word::set_point));
    pen.text(setup_unit_column, first_page_row, look::heading, v.say(word::unit));
    draw_right(pen, setup_limits_column, first_page_row, look::heading, max_limits, v.say(word::limits));
    const auto window = window_of(v.selected, v.parameters.size(on, v.side), set_up_lines_a_page);
    const auto lines = v.parameters.lines(on, v.side, window.first, window.end, v.language);
    unsigned y = first_page_row + 1;
    for (std::size_t i = window.first; i < window.end; ++i)
        draw_line(pen, v, y++, i, lines[i - window.first]);
    draw_page_number(pen, v, window);
}

}  // namespace husky::cells
