#pragma once

#include <cstdint>
#include <string_view>

#include "client/model/cell/cell.hpp"

namespace husky::cells {

/// What sets one machine of a plant apart from the next.
struct plant_place {
    double age_share = 0;                         ///< 0 the youngest, 1 the oldest; uniform
    start_state start = start_state::production;  ///< as found in a plant that runs around the clock
    double clock_offset = 0, clock_drift = 0;     ///< standard normal
};

/// Drawn from seed and serial: other machines do not matter. Of 100 machines 86 are in production, the others
/// starting, changing moulds, without an order or in maintenance.
plant_place place_in_plant(std::uint64_t seed, std::string_view serial);

}  // namespace husky::cells
