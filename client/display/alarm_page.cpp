#include <fmt/format.h>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

constexpr unsigned time_column = 1, type_column = 21, text_column = 29;
constexpr unsigned active_lines = 6;
constexpr unsigned events_row = first_page_row + active_lines + 1;

std::string_view interruption_text(std::uint16_t id, std::size_t language) {
    const std::size_t at = id < first_interruption_id ? interruption_count : interruption_index(id);
    return at < interruption_count ? interruption_kinds()[at].text[language] : std::string_view("?");
}

void draw_active(protocol::screen_pen& pen, const page_view& v) {
    pen.field(0, first_page_row, look::heading, screen_columns, fmt::format(" {}", v.say(word::active_interruptions)));
    unsigned y = first_page_row + 1;
    const auto active = v.log.active();
    if (active.empty()) pen.text(time_column, y, look::good, v.say(word::none));
    for (std::size_t i = 0; i < active.size() && i < active_lines; ++i, ++y) {
        const auto& a = active[active.size() - 1 - i];
        pen.text(time_column, y, look::plain, clock_text(a.since));
        pen.text(type_column, y, look::alarm, fmt::format("CI{}", a.id));
        if (v.machine.sides() > 1) pen.text(type_column + 6, y, look::plain, fmt::format("{}", a.side));
        pen.text(text_column, y, look::value, interruption_text(a.id, v.language));
    }
}

}  // namespace

void draw_alarms(protocol::screen_pen& pen, const page_view& v) {
    draw_active(pen, v);
    pen.field(0, events_row, look::heading, screen_columns, fmt::format(" {}", v.say(word::newest_events)));
    unsigned y = events_row + 1;
    for (std::size_t i = 0; i < v.log.size() && y < end_of_page; ++i, ++y) {
        const auto& e = v.log.newest(i);
        pen.text(time_column, y, look::plain, clock_text(e.at));
        pen.text(type_column, y, look::warning, text_of(e.type));
        pen.text(text_column, y, look::plain, text_of(e.text));
    }
}

}  // namespace husky::cells
