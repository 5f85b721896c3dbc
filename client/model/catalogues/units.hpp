#pragma once

#include <cstdint>
#include <string_view>

namespace husky::cells {

/// What a variable measures. A family file may give it in the SI unit or in the US unit of the same row.
enum class dimension : std::uint8_t {
    time,
    hours,
    length,
    pressure,
    speed,
    rotation,
    percent,
    temperature,
    temperature_difference,
    pressure_time,
    volume,
    current,
    force,
    flow,
    concentration,
    intrinsic_viscosity,
    mass,
    energy,
    power,
    count,
};

struct unit_pair {
    std::string_view si;
    std::string_view us;  ///< same as `si` where the trade uses one unit everywhere
};

/// The unit pair of a dimension. Texts fit the 8 characters of the wire and Latin-1.
const unit_pair& units_of(dimension);

}  // namespace husky::cells
