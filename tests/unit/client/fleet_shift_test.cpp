#include "tests/catch.hpp"
#include "tests/unit/client/fleet_text.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

shift_plan shifts_of(const std::string& yaml) {
    family_set loaded;
    return make_roster(fleet_of(yaml), loaded)[0].settings.shifts;
}

}  // namespace

TEST_CASE("shifts of a fleet file become a plan", "[fleet][shift]") {
    CHECK(shifts_of("groups: [{family: pet}]") == shift_plan{});
    const auto plan = shifts_of("groups: [{family: pet}]\nshifts: {starts: ['07:00', '19:00'], handover_min: 0}");
    CHECK(plan.count == 2);
    CHECK(plan.starts_min[0] == 420);
    CHECK(plan.starts_min[1] == 1140);
    CHECK(plan.hand_over_min == 0);
    CHECK(shifts_of("shifts: {starts: ['00:00']}").count == 1);
}

TEST_CASE("shifts that make no day are refused by line and key", "[fleet][shift]") {
    const auto [starts, expected] = GENERATE(table<std::string, std::string>({
        {"", "expected 1 to 6 times, got 0"},
        {"'00:00', '01:00', '02:00', '03:00', '04:00', '05:00', '06:00'", "expected 1 to 6 times, got 7"},
        {"'6:00'", "expected a time of the day as 06:00, got '6:00'"},
        {"'24:00'", "expected a time of the day as 06:00, got '24:00'"},
        {"'06:60'", "expected a time of the day as 06:00, got '06:60'"},
        {"'06.00'", "expected a time of the day as 06:00, got '06.00'"},
        {"'-6:00'", "expected a time of the day as 06:00, got '-6:00'"},
        {"'14:00', '06:00'", "expected rising times at least an hour apart, got '06:00' after '14:00'"},
        {"'06:00', '06:30'", "expected rising times at least an hour apart, got '06:30' after '06:00'"},
        {"'00:10', '12:00', '23:30'", "expected rising times at least an hour apart, got '00:10' after '23:30'"},
    }));
    CHECK(problem_of("seed: 1\nshifts:\n  starts: [" + starts + "]") == "fleet.yaml:3: shifts.starts: " + expected);
}

TEST_CASE("a hand-over is no longer than a crew is new", "[fleet][shift]") {
    CHECK(problem_of("shifts: {handover_min: 31}") ==
          "fleet.yaml:1: shifts.handover_min: expected a whole number from 0 to 30 (minutes), got '31'");
}

TEST_CASE("machines run on week-ends unless their group stops", "[fleet][shift]") {
    family_set loaded;
    const auto roster = make_roster(fleet_of("groups: [{family: tech}, {family: tech, weekend: stop}]"), loaded);
    CHECK_FALSE(roster[0].settings.shifts.rests_on_weekends);
    CHECK(roster[1].settings.shifts.rests_on_weekends);
    CHECK(problem_of("groups: [{family: tech, weekend: off}]") ==
          "fleet.yaml:1: groups[0].weekend: expected one of run, stop, got 'off'");
}

TEST_CASE("in the plants that are shipped only technical machines rest", "[fleet][plant]") {
    family_set loaded;
    const auto file = settings::read_file(HUSKY_SOURCE_DIR "/configs/plant.yaml");
    for (const auto& config : {fleet_config::built_in(), fleet_of(file, "plant.yaml")})
        for (const auto& m : make_roster(config, loaded))
            CHECK(m.settings.shifts.rests_on_weekends == (m.kind->name == "tech"));
}
