#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace husky::cells {

/// Conditions inside and around a machine that move its variables. Each is a deviation, 0 in the state for which the
/// family's set points hold. A family file says how much each variable follows each of them; correlations between
/// variables come from influences that they share.
enum class influence : std::uint8_t {
    flow,           ///< resistance to filling, shot to shot; standard deviation 1; falls with warmer pellets
    viscosity,      ///< of the melt, % of the reference lot at reference melt temperature
    hopper,         ///< pellets at the feed throat, K
    hall,           ///< hall air, K
    oil,            ///< hydraulic oil, K
    mould,          ///< mould surface, K
    melt,           ///< melt, K
    water,          ///< cooling water in, K
    late_close,     ///< check ring closed late in this shot, mm of cushion lost; 0 in most shots
    ring_wear,      ///< check ring, 100,000 shots since it was new
    warm_up,        ///< 1 at the first shot after a long stop, falls to 0
    blocked,        ///< part of the cavities that is blocked, 0 to 1
    dew_point,      ///< dryer's dew point above its best, K; sawtooth of the bed change
    moisture,       ///< resin, ppm above reference
    cup_wear,       ///< vacuum cups of the take-out, 0 new to 1 worn out
    precharge,      ///< accumulator gas, months since it was charged
    back_pressure,  ///< % of set point
    screw_speed,    ///< % of set point
    hold_pressure,  ///< % of set point
    weight,         ///< of the shot, % of set point
};

constexpr std::size_t influence_count = 20;

constexpr std::array<std::string_view, influence_count> influence_names{
    "flow",     "viscosity",  "hopper",        "hall",        "oil",           "mould",     "melt",
    "water",    "late_close", "ring_wear",     "warm_up",     "blocked",       "dew_point", "moisture",
    "cup_wear", "precharge",  "back_pressure", "screw_speed", "hold_pressure", "weight"};

using influence_values = std::array<double, influence_count>;

constexpr std::size_t index(influence i) { return static_cast<std::size_t>(i); }

}  // namespace husky::cells
