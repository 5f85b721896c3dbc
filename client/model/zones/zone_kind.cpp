#include "client/model/zones/zone_kind.hpp"

#include <algorithm>
#include <cmath>

namespace husky::cells {

namespace {

// Half the gain at which the loop would swing by itself, and an integral over five dead times: overshoots 2 to 6 K
// after a heat-up.
constexpr double proportional_share = 0.5;
constexpr double integral_dead_times = 6;

}  // namespace

zone_data default_zone(std::size_t zone) {
    if (zone == tip_zone) return {.tau_s = 50, .dead_time_s = 3, .headroom_k = 200};
    if (zone == manifold_zone) return {.tau_s = 600, .dead_time_s = 22.5, .headroom_k = 200};
    return {.tau_s = 1000, .dead_time_s = 30, .headroom_k = 200};
}

zone_kind make_zone(std::size_t zone, const zone_data& data, double depth_k, double production_k) {
    const double step_s = to_seconds(controller_step(zone));
    const double steps = std::clamp(std::round(data.dead_time_s / step_s), 1.0, double{max_dead_time_steps});
    const double dead_time_s = steps * step_s;
    const double gain_k = depth_k + data.headroom_k;
    const double proportional = proportional_share * data.tau_s / (gain_k * dead_time_s);
    zone_kind kind;
    kind.present = true;
    kind.delay = static_cast<std::uint8_t>(steps);
    kind.depth_k = static_cast<float>(depth_k);
    kind.gain_k = static_cast<float>(gain_k);
    kind.approach = static_cast<float>(-std::expm1(-step_s / data.tau_s));
    kind.production_k = static_cast<float>(production_k);
    kind.proportional = static_cast<float>(proportional);
    kind.integral = static_cast<float>(proportional * step_s / std::min(data.tau_s, integral_dead_times * dead_time_s));
    return kind;
}

}  // namespace husky::cells
