#include "tests/realism/published.hpp"

#include <array>

namespace husky::cells::test {

namespace {

using enum process_variable;

constexpr bool relative = true, absolute = false, lag = true, no_lag = false;

// KAMP: windscreen side mouldings on a 650 t press, two set-ups. AIRT: road lenses. RAS: small press, step tests.
// clang-format off
constexpr std::array variables{
    published_variable{cycle_time, relative, 0.012, 0.085, lag, 0.20, 0.23, "KAMP, AIRT, RAS"},
    published_variable{fill_time, relative, 0.59, 0.79, lag, 0.24, 0.72, "KAMP"},
    published_variable{recovery_time, relative, 0.48, 2.4, lag, 0.49, 0.80, "KAMP, RAS, AIRT"},
    published_variable{mould_close_time, relative, 0.09, 0.11, lag, 0.91, 0.91, "KAMP, RAS"},
    published_variable{mould_open_time, relative, 0.45, 0.45, no_lag, 0, 0, "RAS"},
    published_variable{eject_time, relative, 0.57, 0.57, no_lag, 0, 0, "RAS"},
    published_variable{cushion, relative, 0.5, 2.3, lag, 0.63, 0.66, "RAS; lag KAMP, AIRT"},
    published_variable{plasticised_volume, relative, 0.24, 0.24, lag, 0.65, 0.65, "AIRT"},
    published_variable{shot_size, relative, 0.028, 0.028, lag, 0.70, 0.70, "KAMP"},
    published_variable{injection_speed, relative, 0.19, 0.85, lag, 0.41, 0.94, "KAMP"},
    published_variable{peak_pressure, relative, 0.13, 1.0, lag, 0.20, 0.81, "KAMP, AIRT, RAS"},
    published_variable{transition_pressure, relative, 0.26, 0.63, lag, 0.34, 0.75, "KAMP"},
    published_variable{back_pressure, relative, 0.47, 1.1, lag, 0.17, 0.92, "KAMP, AIRT"},
    published_variable{screw_speed, relative, 0.26, 0.47, lag, 0.03, 0.35, "KAMP"},
    published_variable{screw_torque, relative, 2.4, 2.6, lag, 0.41, 0.41, "AIRT, RAS"},
    published_variable{clamp_tonnage, relative, 0.29, 1.1, lag, 0.38, 0.38, "AIRT, RAS"},
    published_variable{flow_index, relative, 0.19, 0.19, no_lag, 0, 0, "RAS"},
    published_variable{barrel_zone_1, absolute, 0.20, 0.20, lag, 0.08, 0.08, "KAMP, rear zone"},
    published_variable{barrel_zone_4, absolute, 0.68, 0.68, lag, 0.68, 0.68, "KAMP, middle zone"},
    published_variable{barrel_zone_7, absolute, 0.43, 0.43, lag, 0.0, 0.1, "KAMP, front zone"},
    published_variable{feed_throat, absolute, 1.05, 1.05, lag, 0.75, 0.75, "KAMP"},
    published_variable{mould_surface_temp, absolute, 0.24, 1.6, lag, 0.98, 0.99, "AIRT, KAMP"},
    published_variable{oil_temperature, absolute, 0.43, 0.43, no_lag, 0, 0, "RAS"},
};

constexpr std::array correlations{
    published_correlation{{fill_time}, {peak_pressure}, 0.80, 0.80, "KAMP"},
    published_correlation{{fill_time}, {injection_speed}, -0.84, -0.75, "KAMP"},
    published_correlation{{injection_speed}, {peak_pressure}, -0.90, -0.84, "KAMP"},
    published_correlation{{peak_pressure}, {transition_pressure}, 0.68, 0.76, "KAMP"},
    published_correlation{{back_pressure, 0}, {back_pressure, 1}, 0.87, 0.94, "KAMP, maximum and mean"},
    published_correlation{{recovery_time}, {feed_throat}, 0.74, 0.74, "KAMP CN7"},
    published_correlation{{injection_speed}, {feed_throat}, 0.56, 0.70, "KAMP"},
    published_correlation{{peak_pressure}, {feed_throat}, -0.68, -0.51, "KAMP"},
    published_correlation{{cushion}, {fill_time}, -0.72, -0.72, "KAMP RG3"},
    published_correlation{{mould_surface_temp, 0}, {mould_surface_temp, 1}, 0.96, 0.96, "KAMP, two sensors"},
};
// clang-format on

}  // namespace

std::span<const published_variable> published_variables() { return variables; }
std::span<const published_correlation> published_correlations() { return correlations; }

}  // namespace husky::cells::test
