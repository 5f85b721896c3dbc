#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "client/model/catalogues/variables.hpp"
#include "client/model/time.hpp"

namespace husky::cells {

/// Heated zones of a machine: barrel 1 to 7, then the mean manifold zone, then the mean tip.
constexpr std::size_t zone_count = 9;
constexpr std::size_t manifold_zone = 7;
constexpr std::size_t tip_zone = 8;

/// Empty for a variable that is not a temperature of a heated zone.
constexpr std::optional<std::size_t> zone_of(process_variable q) {
    if (q >= process_variable::barrel_zone_1 && q <= process_variable::barrel_zone_7)
        return index(q) - index(process_variable::barrel_zone_1);
    if (q == process_variable::manifold_zones) return manifold_zone;
    if (q == process_variable::tip_zones) return tip_zone;
    return std::nullopt;
}

/// Period of a zone's controller: tips are fast, the others slow.
constexpr sim_time controller_step(std::size_t zone) {
    return std::chrono::milliseconds(zone == tip_zone ? 1000 : 7500);
}
constexpr std::size_t max_dead_time_steps = 8;

/// How a zone of a family behaves, as its file gives it.
struct zone_data {
    double tau_s = 0;        ///< time constant
    double dead_time_s = 0;  ///< from the heater to the sensor
    double headroom_k = 0;   ///< how far above the set point full duty would end, without production
};

/// Estimates for a zone that the family file does not describe.
zone_data default_zone(std::size_t zone);

/// The same, prepared for the controller's steps. Temperatures are in K from the set point.
struct zone_kind {
    bool present = false;
    std::uint8_t delay = 1;  ///< dead time, steps of the controller
    std::uint8_t count = 1;  ///< zones behind the mean
    float depth_k = 0;       ///< from the hall to the set point
    float gain_k = 0;        ///< rise above the hall at full duty
    float approach = 0;      ///< part of the way to equilibrium in one step
    float production_k = 0;  ///< rise by screw and melt while shots are made
    float band_k = 5;        ///< within it the zone is ready
    float stop_k = 10;       ///< further off its set point the machine may not go on
    float proportional = 0;  ///< duty for 1 K
    float integral = 0;      ///< duty for 1 K and step
};

/// `data` as given or estimated; the set point is `depth_k` above the hall; `production_k` as in zone_kind.
zone_kind make_zone(std::size_t zone, const zone_data& data, double depth_k, double production_k);

using zone_kinds = std::array<zone_kind, zone_count>;

}  // namespace husky::cells
