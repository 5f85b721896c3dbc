#include <fmt/format.h>

#include <array>
#include <cmath>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

using enum process_variable;

constexpr std::array shown{barrel_zone_1,   barrel_zone_2,    barrel_zone_3, barrel_zone_4,
                           barrel_zone_5,   barrel_zone_6,    barrel_zone_7, manifold_zones,
                           tip_zones,       melt_temperature, feed_throat,   mould_surface_temp,
                           oil_temperature, cool_water_in,    dry_air_temp,  hopper_outlet_temp};

constexpr unsigned zone_bar_column = 33, bar_width = 24, zone_actual_column = 58, zone_unit_column = 67,
                   zone_set_column = 71;

/// A bar is full at one and a quarter of its set point.
constexpr double full = 1.25;
/// Colder or hotter than this against its set point is coloured.
constexpr double cold_part = 0.95, hot_part = 1.05;

std::uint8_t colour_of(double y, double set_point) {
    if (y < cold_part * set_point) return look::cool;
    return y > hot_part * set_point ? look::hot : look::good;
}

}  // namespace

void draw_temperatures(protocol::screen_pen& pen, const page_view& v) {
    pen.field(0, first_page_row, look::heading, screen_columns, fmt::format(" {}", v.say(word::variable)));
    draw_right(pen, zone_actual_column, first_page_row, look::heading, 8, v.say(word::actual));
    draw_right(pen, zone_set_column, first_page_row, look::heading, 9, v.say(word::set_point));
    unsigned y = first_page_row + 2;
    for (const process_variable q : shown) {
        const auto y_now = read_number(v, id_of(q));
        if (!v.machine.has(q) || !y_now) continue;
        const double set_point = v.machine.set_point(v.side, q);
        const auto decimals = decimals_of(v.machine.family().of(q).resolution);
        pen.field(1, y, look::plain, 31, kind_of(q).description[v.language]);
        pen.bar(zone_bar_column, y, colour_of(*y_now, set_point), bar_width, per_mille_of(*y_now, full * set_point));
        draw_right(pen, zone_actual_column, y, look::value, 8, number_text(*y_now, decimals));
        pen.field(zone_unit_column, y, look::plain, 4, v.machine.family().units[index(q)]);
        draw_right(pen, zone_set_column, y, look::plain, 9, number_text(set_point, decimals));
        ++y;
    }
}

}  // namespace husky::cells
