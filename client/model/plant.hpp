#pragma once

#include <cstdint>
#include <string_view>

#include "client/model/cell.hpp"

namespace husky::cells {

/// One machine of the default plant.
struct plant_place {
    std::string_view family;
    bool tandem = false;
};

/// The default plant: of every 50 machines 14 PET, 16 closures, 12 thin wall and 8 technical, every second of these
/// with a tandem mould; mixed, so that a part of a plant is a plant. `number` from 1.
plant_place place_in_plant(std::uint32_t number);

/// Age and present work as they are found in a plant that runs around the clock: 1 to 20 years old; 86 of 100 in
/// production, the others starting, changing moulds, without an order or in maintenance. A function of seed and serial.
void settle_in_plant(cell_settings& machine, std::uint64_t fleet_seed);

}  // namespace husky::cells
