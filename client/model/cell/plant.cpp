#include "client/model/cell/plant.hpp"

namespace husky::cells {

namespace {

start_state found_doing(double lot) {
    if (lot < 0.86) return start_state::production;
    if (lot < 0.90) return start_state::cold;
    if (lot < 0.945) return start_state::mould_change;
    if (lot < 0.985) return start_state::no_order;
    return start_state::maintenance;
}

}  // namespace

plant_place place_in_plant(std::uint64_t seed, std::string_view serial) {
    random_stream random(seed, serial, "plant");
    plant_place place;
    place.age_share = random.uniform();
    place.start = found_doing(random.uniform());
    place.clock_offset = random.normal();
    place.clock_drift = random.normal();
    return place;
}

}  // namespace husky::cells
