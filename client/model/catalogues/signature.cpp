#include "client/model/catalogues/signature.hpp"

#include <array>

namespace husky::cells {

namespace {

using enum process_variable;

// clang-format off
constexpr std::array signature_table{
    signature{102, mould_close_time, true, 1.2, 3.0, true},
    signature{103, eject_time, true, 2.0, 5.0, true},
    signature{104, take_out_time, true, 2.0, 8.0, true},
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
    signature{115, barrel_zone_5, false, 10.5, 25.0},
    signature{116, tip_zones, false, -6.0, -5.2},
    signature{122, eject_time, true, 3.0, 6.0, true},
    signature{138, plant_air, false, -2.0, -1.2},
    signature{145, vision_reject, true, 5.0, 9.0},
    signature{146, take_out_time, true, 1.5, 3.0, true},
};
// clang-format on

}  // namespace

std::span<const signature> signatures() { return signature_table; }

}  // namespace husky::cells
