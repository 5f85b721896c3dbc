#include "client/model/family/cycle_time.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/fleet_text.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

std::string with(const std::string& overrides) { return "groups:\n  - family: pet\n    overrides:\n" + overrides; }

}  // namespace

TEST_CASE("a group changes its family and nobody else's", "[overrides]") {
    family_set loaded;
    const auto roster = make_roster(fleet_of(R"(
groups:
  - family: pet
    overrides:
      cycle_time_s: 6.5
      mtbf_scale: 3
      cavities: 48
      variables:
        - {variable: Cushion, set_point: 7, sigma: 0.2}
        - {variable: FillTime, charted: false}
  - family: pet
)"),
                                    loaded);
    const family& changed = *roster[0].kind;
    const family& plain = *roster[1].kind;
    CHECK(changed.cycle.time_s == 6.5);
    CHECK(changed.of(process_variable::cycle_time).set_point == 6.5);
    CHECK(changed.cycle.wait_s == Approx(1.0));
    CHECK(nominal_phases_s(changed) == Approx(nominal_phases_s(plain)));
    CHECK(changed.failures[0].mtbf_hours * plain.mtbf_scale == Approx(plain.failures[0].mtbf_hours * 3));
    CHECK(changed.cavities == 48);
    CHECK(changed.of(process_variable::part_weight).members == 48);
    CHECK(changed.of(process_variable::cushion).set_point == 7);
    CHECK(changed.of(process_variable::cushion).sigma == 0.2);
    CHECK(changed.of(process_variable::cushion).phi == plain.of(process_variable::cushion).phi);
    CHECK_FALSE(changed.of(process_variable::fill_time).charted);
    CHECK(plain.cycle.time_s == 5.5);
    CHECK(plain.cavities == 96);
    CHECK(plain.of(process_variable::fill_time).charted);
}

TEST_CASE("a changed set point of CycleTime is the cycle time", "[overrides]") {
    family_set loaded;
    const auto roster =
        make_roster(fleet_of(with("      variables: [{variable: CycleTime, set_point: 7.25}]\n")), loaded);
    CHECK(roster[0].kind->cycle.time_s == 7.25);
}

TEST_CASE("overrides are checked as a family file is, at their own place", "[overrides]") {
    const auto [overrides, message] = GENERATE(table<std::string, std::string>({
        {"      cycle_time_s: 5",
         "4: groups[0].overrides.cycle_time_s: the phases take 5.500 s; expected a cycle of at least that, got '5'"},
        {"      variables:\n        - {variable: CoolTime, set_point: 9}",
         "3: groups[0].overrides.cycle_time_s: the phases take 13.950 s; expected a cycle of at least that, got '5.5'"},
        {"      variables:\n        - {variable: CoolTime, sigma: -1}",
         "5: groups[0].overrides.variables[0].sigma: expected a number from 0 to 1000000, got '-1'"},
        {"      variables:\n        - {variable: CoolTime, phi: 0.1}\n        - {variable: CoolTime, white: 0.1}",
         "6: groups[0].overrides.variables[1].variable: CoolTime given twice"},
        {"      variables:\n        - sigma: 0.1",
         "5: groups[0].overrides.variables[0].variable: missing; expected one of CycleTime, MouldCloseTime"},
        {"      variables:\n        - {variable: Humidity, sigma: 0.1}",
         "5: groups[0].overrides.variables[0].variable: expected one of CycleTime, MouldCloseTime"},
        {"      variables:\n        - {variable: Cushion, phi: 0.5}\n        - {variable: ScrewTorque, tau_s: 50}",
         "6: groups[0].overrides.variables[1].tau_s: ScrewTorque is not a heated zone"},
        {"      variables:\n        - {variable: CycleTime, absent: true}",
         "5: groups[0].overrides.variables: CycleTime cannot be absent: it is a part of the cycle"},
        {"      variables:\n        - {variable: Cushion, unit: in}",
         "5: groups[0].overrides.variables[0].unit: unknown key; known here: absent, charted"},
        {"      cavities: 193", "4: groups[0].overrides.cavities: expected a whole number from 0 to 192, got '193'"},
        {"      shots: 1", "4: groups[0].overrides.shots: unknown key; known here: cavities, cycle_time_s"},
    }));
    CHECK_THAT(problem_of(with(overrides)), Catch::Matchers::StartsWith("fleet.yaml:" + message));
}
