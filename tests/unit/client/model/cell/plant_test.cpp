#include <algorithm>
#include <map>

#include "client/model/cell/plant.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/fleet_text.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

std::vector<roster_entry> plant_of(std::uint32_t machines, family_set& loaded) {
    auto config = fleet_of(settings::read_file(HUSKY_SOURCE_DIR "/configs/plant.yaml"), "plant.yaml");
    config.count = machines;
    return make_roster(config, loaded);
}

std::map<std::string, int> families_of(const std::vector<roster_entry>& plant) {
    std::map<std::string, int> families;
    for (const auto& m : plant)
        ++families[m.kind->name + (m.settings.tandem ? " tandem" : "")];
    return families;
}

}  // namespace

TEST_CASE("the shipped plant is mixed as plants are", "[plant]") {
    family_set loaded;
    CHECK(families_of(plant_of(50, loaded)) ==
          std::map<std::string, int>{{"pet", 14}, {"cap", 16}, {"thinwall", 12}, {"tech", 4}, {"tech tandem", 4}});
    for (const auto& [name, machines] : families_of(plant_of(25, loaded)))
        CHECK(machines * 2 == Approx(families_of(plant_of(50, loaded))[name]).margin(2));
}

TEST_CASE("a part of the plant is its beginning", "[plant]") {
    family_set loaded;
    const auto whole = plant_of(500, loaded), part = plant_of(20, loaded);
    for (std::size_t i = 0; i < part.size(); ++i) {
        CHECK(part[i].settings.serial == whole[i].settings.serial);
        CHECK(part[i].kind == whole[i].kind);
        CHECK(part[i].settings.age_years == whole[i].settings.age_years);
        CHECK(part[i].settings.start == whole[i].settings.start);
        CHECK(part[i].settings.defects == whole[i].settings.defects);
    }
}

TEST_CASE("machines of a plant are of all ages, mostly in production, and their clocks differ", "[plant]") {
    family_set loaded;
    const auto plant = plant_of(2000, loaded);
    std::map<start_state, int> doing;
    double youngest = 100, oldest = 0, offsets = 0, squares = 0, drifts = 0;
    for (const auto& m : plant) {
        ++doing[m.settings.start];
        youngest = std::min(youngest, m.settings.age_years);
        oldest = std::max(oldest, m.settings.age_years);
        offsets += m.settings.defects.clock.offset_s;
        squares += m.settings.defects.clock.offset_s * m.settings.defects.clock.offset_s;
        drifts += m.settings.defects.clock.drift_s_per_day * m.settings.defects.clock.drift_s_per_day;
    }
    CHECK(doing[start_state::production] / 2000.0 == Approx(0.86).margin(0.03));
    CHECK(doing[start_state::cold] / 2000.0 == Approx(0.04).margin(0.015));
    CHECK(doing[start_state::mould_change] / 2000.0 == Approx(0.045).margin(0.015));
    CHECK(doing[start_state::no_order] / 2000.0 == Approx(0.04).margin(0.015));
    CHECK(doing[start_state::maintenance] / 2000.0 == Approx(0.015).margin(0.01));
    CHECK(youngest >= 1);
    CHECK(youngest < 1.1);
    CHECK(oldest > 19.9);
    CHECK(oldest < 20);
    CHECK(offsets / 2000 == Approx(0).margin(1.2));
    CHECK(std::sqrt(squares / 2000) == Approx(15).epsilon(0.05));
    CHECK(std::sqrt(drifts / 2000) == Approx(3).epsilon(0.05));
}

TEST_CASE("a place in the plant follows from seed and serial alone", "[plant]") {
    const auto one = place_in_plant(7, "HY-0001");
    CHECK(place_in_plant(7, "HY-0001").age_share == one.age_share);
    CHECK(place_in_plant(7, "HY-0002").age_share != one.age_share);
    CHECK(place_in_plant(8, "HY-0001").age_share != one.age_share);
}

TEST_CASE("without these keys machines are of one age, in production, with right clocks", "[plant]") {
    family_set loaded;
    for (const auto& m : make_roster(fleet_of("groups: [{family: cap, count: 30, age_years: 7}]"), loaded)) {
        CHECK(m.settings.age_years == 7);
        CHECK(m.settings.start == start_state::production);
        CHECK(m.settings.defects == defect_rates{});
    }
}
