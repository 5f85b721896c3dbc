#include <set>

#include "tests/catch.hpp"
#include "tests/unit/client/fleet_text.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

TEST_CASE("a wrong fleet file names line, key and what was expected", "[fleet_file]") {
    const auto [yaml, message] = GENERATE(table<std::string, std::string>({
        {"rate: 0", "fleet.yaml:1: rate: expected a number from 0.001 to 1000000 (machines/s), got '0'"},
        {"\ntime_scale: 0", "fleet.yaml:2: time_scale: expected a factor above 0 and up to 100000, or max, got '0'"},
        {"time_scale: -1", "fleet.yaml:1: time_scale: expected a factor above 0 and up to 100000, or max, got '-1'"},
        {"time_scale: fast",
         "fleet.yaml:1: time_scale: expected a factor above 0 and up to 100000, or max, got 'fast'"},
        {"from: 1969-12-31",
         "fleet.yaml:1: from: expected a date from 1970 to 2037, as 2026-01-01 or "
         "2026-01-01T06:00:00Z, got '1969-12-31'"},
        {"host: 'husky:0'", "fleet.yaml:1: host: expected ADDRESS:PORT, got 'husky:0'"},
        {"count: 10000000",
         "fleet.yaml:1: count: expected a whole number from 0 to 1000000 (machines), got '10000000'"},
        {"groups:\n  - family: pet\n    count: 10000000",
         "fleet.yaml:3: groups[0].count: expected a whole number from 1 to 1000000 (machines), got '10000000'"},
        {"groups:\n  - {family: pet, count: 600000}\n  - {family: cap, count: 400001}",
         "fleet.yaml:3: groups[1].count: expected at most 1000000 machines in all groups, got 1000001"},
        {"groups:\n  - {family: pet, serial: HY-1, count: 2}",
         "fleet.yaml:2: groups[0].serial: expected a pattern with {n} or {n:04}, got 'HY-1'"},
        {"groups:\n  - {family: pet, serial: 'HY-{m}'}",
         "fleet.yaml:2: groups[0].serial: expected a pattern with {n} or {n:04}, got 'HY-{m}'"},
        {"groups:\n  - {family: pet, serial: 'A-1{n}'}\n  - {family: pet,\n     serial: 'A-{n}', count: 20}",
         "fleet.yaml:4: groups[1].serial: expected a serial of its own for each machine, got 'A-11' for machines 1 "
         "and 11"},
        {"groups:\n  - {family: pet, serial: 'HY-0123456789-{n:04}'}",
         "fleet.yaml:2: groups[0].serial: expected serials of at most 16 bytes, got 'HY-0123456789-0001'"},
        {"groups:\n  - family: pet\n    tandem: true",
         "fleet.yaml:3: groups[0].tandem: expected false, for the family pet has no tandem moulds, got 'true'"},
        {"groups:\n  - family: bakery",
         "fleet.yaml:2: groups[0].family: expected one of cap, pet, tech, thinwall, or a family file that can be read, "
         "got 'bakery'"},
        {"groups:\n  - {family: pet, age_years: 9, age_to_years: 8}",
         "fleet.yaml:2: groups[0].age_to_years: expected at least age_years, 9, got '8'"},
        {"groups:\n  - {family: pet, start: asleep}",
         "fleet.yaml:2: groups[0].start: expected one of production, cold, mould_change, no_order, maintenance, mixed, "
         "got 'asleep'"},
    }));
    CHECK(problem_of(yaml) == message);
}

TEST_CASE("flags and environment are named in the place of the file", "[fleet_file]") {
    auto config = fleet_of("groups: [{family: tech, tandem: true, count: 3}]");
    const auto keys = config.describe();
    CHECK_THROWS_WITH(settings::set(keys, "from", "1969-01-01", "--from"),
                      Catch::Matchers::StartsWith("--from: expected a date from 1970 to 2037"));
    CHECK_THROWS_WITH(settings::load_environment(keys, "HUSKY_FLEET_", {{"HUSKY_FLEET_RATE", "0"}}),
                      Catch::Matchers::StartsWith("HUSKY_FLEET_RATE: expected a number from 0.001"));
    config.take_family("bakery", "--family");
    family_shelf shelf;
    CHECK_THROWS_WITH(make_roster(config, shelf), Catch::Matchers::StartsWith("--family: expected one of cap, pet"));
}

TEST_CASE("one family for all keeps the number of machines", "[fleet_file]") {
    auto config = fleet_of("groups: [{family: tech, tandem: true, count: 3}, {family: pet, count: 4}]");
    config.take_family("cap", "--family");
    family_shelf shelf;
    const auto roster = make_roster(config, shelf);
    CHECK(roster.size() == 7);
    for (const auto& entry : roster)
        CHECK((entry.kind->name == "cap" && !entry.settings.tandem));
}

TEST_CASE("a file without groups runs the built-in fleet", "[fleet_file]") {
    family_shelf shelf;
    CHECK(make_roster(fleet_of("seed: 3"), shelf).size() == 12);
    CHECK(make_roster(fleet_of("count: 5"), shelf).size() == 5);
    for (const auto& entry : make_roster(fleet_config::built_in(), shelf))
        CHECK(entry.settings.start == start_state::production);
}

TEST_CASE("a group may have a seed of its own", "[fleet_file]") {
    family_shelf shelf;
    const auto roster = make_roster(fleet_of("seed: 3\ngroups: [{family: pet}, {family: pet, seed: 9}]"), shelf);
    CHECK(roster[0].seed == 3);
    CHECK(roster[1].seed == 9);
}

TEST_CASE("serials follow their pattern", "[fleet_file]") {
    CHECK(serial_of("HY-{n:04}", 7) == "HY-0007");
    CHECK(serial_of("{n}", 123) == "123");
    CHECK(serial_of("A{n:02}B", 123) == "A123B");
    for (const auto* wrong : {"HY", "{n", "n}", "}{", "{n:4}", "{n:00}", "{n:0x}", "{n}{n}", "{}"})
        CHECK_FALSE(serial_of(wrong, 1));
}
