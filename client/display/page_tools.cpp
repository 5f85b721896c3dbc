#include "client/display/page_tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "protocol/dialect/date_time.hpp"

namespace husky::cells {

unsigned decimals_of(double resolution) {
    constexpr unsigned max = 4, unknown = 2;
    if (resolution <= 0) return unknown;
    const double digits = std::ceil(-std::log10(resolution) - 1e-9);
    return static_cast<unsigned>(std::clamp(digits, 0.0, static_cast<double>(max)));
}

std::optional<double> read_number(const page_view& v, protocol::variable_id id) {
    protocol::value content;
    v.machine.read(v.side, id, content);
    if (const auto* f = std::get_if<float>(&content))
        return std::isfinite(*f) ? std::optional<double>(*f) : std::nullopt;
    if (const auto* i = std::get_if<std::int32_t>(&content)) return *i;
    return std::nullopt;
}

std::string number_text(double y, unsigned decimals) {
    auto text = fmt::format("{:.{}f}", y, decimals);
    const bool minus_zero = text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos;
    return minus_zero ? text.substr(1) : text;
}

std::string clock_text(std::chrono::sys_seconds at) {
    std::string date, time;
    protocol::format_date(at, "YYYY-MM-DD", date);
    protocol::format_time(at, "HH:MM:SS", time);
    return date + ' ' + time;
}

void draw_box(protocol::screen_pen& pen, unsigned x, unsigned y, unsigned width, unsigned height,
              std::string_view title) {
    pen.box(x, y, look::frame, width, height);
    pen.text(x + 2, y, look::title, fmt::format(" {} ", title));
}

void draw_right(protocol::screen_pen& pen, unsigned x, unsigned y, std::uint8_t attribute, unsigned width,
                std::string_view text) {
    pen.text(x, y, attribute, fmt::format("{:>{}.{}}", text, width, width));
}

list_window window_of(std::size_t selected, std::size_t size, std::size_t lines) {
    list_window w;
    w.pages = std::max<std::size_t>(1, (size + lines - 1) / lines);
    w.page = std::min(selected / lines + 1, w.pages);
    w.first = (w.page - 1) * lines;
    w.end = std::min(size, w.first + lines);
    return w;
}

void draw_page_number(protocol::screen_pen& pen, const page_view& v, const list_window& w) {
    if (w.pages > 1)
        draw_right(pen, 60, end_of_page - 1, look::plain, 19,
                   fmt::format("{} {}/{}", v.say(word::page), w.page, w.pages));
}

unsigned per_mille_of(double y, double full) {
    if (!(full > 0) || !(y > 0)) return 0;
    return static_cast<unsigned>(std::min(1.0, y / full) * protocol::bar_full);
}

}  // namespace husky::cells
