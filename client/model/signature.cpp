#include "client/model/signature.hpp"

#include <array>

namespace husky::cells {

namespace {

using enum quantity;

// clang-format off
constexpr std::array table{
    signature{102, mould_close_time, true, 1.2, 3.0, true},
    signature{103, eject_time, true, 2.0, 5.0, true},
    signature{104, take_out_time, true, 2.0, 8.0, true},
    signature{105, vacuum_take_out, true, 0.55, 0.62},
    signature{107, recovery_time, true, 1.3, 4.0, true},
    signature{107, cushion, false, -2.0, -0.5},
    signature{107, screw_torque, true, 0.5, 0.8},
    signature{108, recovery_time, true, 1.5, 3.0, true},
    signature{108, back_pressure, true, 0.6, 0.9},
    signature{109, cushion, false, -5.0, -1.0},
    signature{109, hold_pressure, true, 0.90, 0.97},
    signature{109, part_weight, true, 0.95, 0.99},
    signature{110, peak_pressure, true, 1.15, 1.15},
    signature{110, fill_time, true, 1.05, 1.40, true},
    signature{113, take_out_time, true, 1.3, 3.0, true},
    signature{114, barrel_zone_3, false, -18.0, -10.5},
    signature{115, barrel_zone_5, false, 10.5, 25.0},
    signature{116, tip_zones, false, -6.0, -5.2},
    signature{122, eject_time, true, 3.0, 6.0, true},
    signature{124, oil_temperature, false, 13.5, 15.0},
    signature{124, mould_close_time, true, 1.002, 1.005},
    signature{129, injection_speed, true, 0.85, 0.98},
    signature{129, peak_pressure, true, 0.90, 0.98},
    signature{132, cool_water_flow, true, 0.30, 0.69},
    signature{132, cool_water_rise, true, 1.3, 1.8},
    signature{132, mould_surface_temp, false, 2.0, 5.0},
    signature{132, part_weight, true, 0.985, 0.995},
    signature{133, cool_water_in, false, 5.1, 6.5},
    signature{133, mould_surface_temp, false, 3.0, 5.0},
    signature{135, dry_air_dew_point, false, 25.0, 30.0},
    signature{135, resin_moisture, false, 10.0, 25.0},
    signature{136, dry_air_temp, false, -15.0, -8.5},
    signature{136, hopper_outlet_temp, false, -17.0, -15.5},
    signature{138, plant_air, false, -2.0, -1.2},
    signature{145, vision_reject, true, 5.0, 9.0},
    signature{146, take_out_time, true, 1.5, 3.0, true},
};
// clang-format on

}  // namespace

std::span<const signature> signatures() { return table; }

}  // namespace husky::cells
