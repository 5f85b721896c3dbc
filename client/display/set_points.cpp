#include "client/display/set_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "client/display/page_tools.hpp"

namespace husky::cells {

namespace {

using enum quantity;

constexpr std::array injection{hold_time, cool_time,     transition_position, hold_pressure, injection_speed,
                               shot_size, decompression, back_pressure,       screw_speed};
constexpr std::array heats{barrel_zone_1, barrel_zone_2, barrel_zone_3, barrel_zone_4,  barrel_zone_5,
                           barrel_zone_6, barrel_zone_7, feed_throat,   manifold_zones, tip_zones};
constexpr std::array mould{mould_close_time,    mould_open_time, clamp_tonnage, mould_protect_pressure,
                           mould_open_position, eject_time,      take_out_time};
constexpr std::array auxiliaries{oil_temperature, system_pressure, accumulator_precharge, cool_water_in,
                                 cool_water_flow, dry_air_temp,    dry_air_dew_point};

std::span<const quantity> quantities_of(parameter_page on) {
    switch (on) {
        case parameter_page::injection:
            return injection;
        case parameter_page::heats:
            return heats;
        case parameter_page::mould:
            return mould;
        case parameter_page::auxiliaries:
            break;
    }
    return auxiliaries;
}

/// Limits of a set point: this part of it up and down, or so many steps of the controller where it is nearly 0.
constexpr double adjustable_part = 0.3;
constexpr double least_steps = 10;

}  // namespace

std::size_t set_points::size(parameter_page on) const {
    const auto all = quantities_of(on);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](quantity q) { return cell_->has(q); }));
}

quantity set_points::quantity_at(parameter_page on, std::size_t i) const {
    const auto all = quantities_of(on);
    const auto at = std::find_if(all.begin(), all.end(), [&](quantity q) { return cell_->has(q) && i-- == 0; });
    return at != all.end() ? *at : all.back();
}

parameter set_points::at(parameter_page on, std::size_t i, std::size_t language) const {
    const quantity q = quantity_at(on, i);
    const channel& c = cell_->kind().of(q);
    parameter p;
    p.name = kind_of(q).description[language];
    p.units = cell_->kind().units[index(q)];
    p.decimals = decimals_of(c.resolution);
    const double reach = std::max(adjustable_part * std::abs(c.set_point), least_steps * c.resolution);
    p.low = c.set_point - reach;
    p.high = c.set_point + reach;
    const auto changed = std::find_if(changes_.begin(), changes_.end(), [&](const change& x) { return x.what == q; });
    p.value = changed != changes_.end() ? changed->to : c.set_point;
    return p;
}

bool set_points::set(parameter_page on, std::size_t i, double to) {
    const parameter p = at(on, i, 0);
    if (to < p.low || to > p.high) return false;
    const quantity q = quantity_at(on, i);
    std::erase_if(changes_, [&](const change& x) { return x.what == q; });
    changes_.push_back({q, to});
    return true;
}

}  // namespace husky::cells
