#include "client/model/plant.hpp"

#include <array>

namespace husky::cells {

plant_place place_in_plant(std::uint32_t number) {
    // p PET, c closures, w thin wall, t technical, T technical with a tandem mould.
    constexpr std::string_view places = "pcwptcwpcpcwTcpcwptcwpcpwTwcpwcptcwpcTwcpwctpcwpcT";
    static_assert(places.size() == 50);
    switch (places[(number - 1) % places.size()]) {
        case 'p':
            return {"pet"};
        case 'c':
            return {"cap"};
        case 'w':
            return {"thinwall"};
        case 'T':
            return {"tech", true};
        default:
            return {"tech"};
    }
}

void settle_in_plant(cell_settings& machine, std::uint64_t fleet_seed) {
    random_stream random(fleet_seed, machine.serial, "plant");
    machine.age_years = random.uniform(1, 20);
    const double lot = random.uniform();
    if (lot < 0.86)
        machine.start = start_state::production;
    else if (lot < 0.90)
        machine.start = start_state::cold;
    else if (lot < 0.945)
        machine.start = start_state::mould_change;
    else if (lot < 0.985)
        machine.start = start_state::no_order;
    else
        machine.start = start_state::maintenance;
}

}  // namespace husky::cells
