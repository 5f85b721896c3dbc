#include <set>

#include "client/fleet/dial_sources.hpp"
#include "settings/schema/environment.hpp"
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
        {"host: 'http://127.0.0.1:1310'", "fleet.yaml:1: host: expected ADDRESS:PORT, got 'http://127.0.0.1:1310'"},
        {"listen: 'tcp://127.0.0.1:5118'", "fleet.yaml:1: listen: expected ADDRESS:PORT, got 'tcp://127.0.0.1:5118'"},
        {"printing: {address: 'lpd://plant'}",
         "fleet.yaml:1: printing.address: expected an address or a name, without a port, got 'lpd://plant'"},
        {"host: 'husky:0'", "fleet.yaml:1: host: expected ADDRESS:PORT, got 'husky:0'"},
        {"count: 10000000",
         "fleet.yaml:1: count: expected a whole number from 0 to 1000000 (machines), got '10000000'"},
        {"groups:\n  - family: pet\n    count: 10000000",
         "fleet.yaml:3: groups[0].count: expected a whole number from 1 to 1000000 (machines), got '10000000'"},
        {"groups:\n  - {family: pet, count: 600000}\n  - {family: cap, count: 400001}",
         "fleet.yaml:3: groups[1].count: expected at most 1000000 machines in all groups, got 1000001"},
        {"groups:\n  - {family: pet, serial: ''}",
         "fleet.yaml:2: groups[0].serial: expected a pattern with {n} or {n:04}, got ''"},
        {"groups:\n  - {family: pet, serial: '\xD0\x96-1'}",
         "fleet.yaml:2: groups[0].serial: expected serials in Latin-1, others cannot be sent, got "
         "'\xD0\x96-1'"},
        {"groups:\n  - {family: pet, serial: '\xE2\x82\xAC-{n}', count: 2}",
         "fleet.yaml:2: groups[0].serial: expected serials in Latin-1, others cannot be sent, got "
         "'\xE2\x82\xAC-1'"},
        {"groups:\n  - family: pet\n    serials:\n      - A\n      - '\xD0\x96'",
         "fleet.yaml:5: groups[0].serials[1]: expected serials in Latin-1, others cannot be sent, got "
         "'\xD0\x96'"},
        {"groups:\n  - {family: pet, serial: \"A\\tB\"}",
         "fleet.yaml:2: groups[0].serial: expected serials without control characters"},
        {"groups:\n  - {family: pet, serial: \"A\\u0085B\"}",
         "fleet.yaml:2: groups[0].serial: expected serials without control characters"},
        {"groups:\n  - {family: pet, serial: 'A '}",
         "fleet.yaml:2: groups[0].serial: expected serials that are not empty and do not end with a space, got 'A '"},
        {"groups:\n  - family: pet\n    serials:\n      - A\n      - ''",
         "fleet.yaml:5: groups[0].serials[1]: expected serials that are not empty and do not end with a space, got ''"},
        {"groups:\n  - family: pet\n    serials:\n      - A\n      - B\n      - A",
         "fleet.yaml:6: groups[0].serials[2]: expected a serial of its own for each machine, got 'A' for machines 1 "
         "and 3"},
        {"groups:\n  - {family: pet, serials: [HY-0003]}\n  - {family: cap,\n     count: 2}",
         "fleet.yaml:3: groups[1].serial: expected a serial of its own for each machine, got 'HY-0003' for machines 1 "
         "and 3"},
        {"groups:\n  - family: pet\n    serials: [A, 'HY-0123456789-0001']",
         "fleet.yaml:3: groups[0].serials[1]: expected serials of at most 16 bytes, got 'HY-0123456789-0001'"},
        {"groups:\n  - family: pet\n    serials: []",
         "fleet.yaml:3: groups[0].serials: expected at least one serial, got none"},
        {"groups:\n  - family: pet\n    serials: [A, B]\n    count: 3",
         "fleet.yaml:4: groups[0].count: expected 2, the number of serials, got '3'"},
        {"groups:\n  - family: pet\n    serials: [A, B]\n    serial: 'A{n}'",
         "fleet.yaml:4: groups[0].serial: expected serial or serials, got both"},
        {"count: 3\ngroups:\n  - family: pet\n    serials: [A, B]",
         "fleet.yaml:4: groups[0].serials: expected more serials for a count of 3, got 2"},
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
         "fleet.yaml:3: groups[0].tandem: expected false: the family pet has no tandem moulds, got 'true'"},
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
    family_set loaded;
    CHECK_THROWS_WITH(make_roster(config, loaded), Catch::Matchers::StartsWith("--family: expected one of cap, pet"));
}

TEST_CASE("one family for all keeps the number of machines", "[fleet_file]") {
    auto config = fleet_of("groups: [{family: tech, tandem: true, count: 3}, {family: pet, count: 4}]");
    config.take_family("cap", "--family");
    family_set loaded;
    const auto roster = make_roster(config, loaded);
    CHECK(roster.size() == 7);
    for (const auto& entry : roster)
        CHECK((entry.kind->name == "cap" && !entry.settings.tandem));
}

TEST_CASE("a file without groups runs the built-in fleet", "[fleet_file]") {
    family_set loaded;
    CHECK(make_roster(fleet_of("seed: 3"), loaded).size() == 12);
    CHECK(make_roster(fleet_of("count: 5"), loaded).size() == 5);
    for (const auto& entry : make_roster(fleet_config::built_in(), loaded))
        CHECK(entry.settings.start == start_state::production);
}

TEST_CASE("a group may have a seed of its own", "[fleet_file]") {
    family_set loaded;
    const auto roster = make_roster(fleet_of("seed: 3\ngroups: [{family: pet}, {family: pet, seed: 9}]"), loaded);
    CHECK(roster[0].seed == 3);
    CHECK(roster[1].seed == 9);
}

TEST_CASE("machines may be given by their serials", "[fleet_file]") {
    const auto serials = [](const fleet_config& config,
                            const protocol::dialect& wire_dialect = protocol::default_dialect()) {
        family_set loaded;
        std::vector<std::string> all;
        for (const auto& entry : make_roster(config, loaded, wire_dialect))
            all.push_back(entry.settings.serial);
        return all;
    };
    using list = std::vector<std::string>;
    CHECK(serials(fleet_of("groups: [{family: pet, serial: 4711-A}]")) == list{"4711-A"});
    const auto* mixed =
        "groups:\n  - {family: pet, serials: [4711-A, 4711-B, M\xC3\xBC-0123456789AB]}\n  - {family: cap, count: 2}";
    CHECK(serials(fleet_of(mixed)) == list{"4711-A", "4711-B", "M\xC3\xBC-0123456789AB", "HY-0004", "HY-0005"});
    CHECK(serials(fleet_of("groups: [{family: pet, count: 2, serials: [A, B]}]")) == list{"A", "B"});
    CHECK(serials(fleet_of("count: 2\ngroups: [{family: pet, serials: [A, B, C]}]")) == list{"A", "B"});

    auto of_one_family = fleet_of("groups: [{family: cap, serials: [A, B]}, {family: tech, tandem: true, serial: C}]");
    of_one_family.take_family("pet", "--family");
    CHECK(serials(of_one_family) == list{"A", "B", "C"});

    auto wide = protocol::default_dialect();
    wide.set_width(protocol::first_text_slot<protocol::init>, 20);
    CHECK(serials(fleet_of("groups: [{family: pet, serial: HY-0123456789-0001}]"), wide) == list{"HY-0123456789-0001"});
}

TEST_CASE("where machines dial from is judged at its place", "[fleet_file]") {
    CHECK(dial_sources(fleet_of("source: [127.0.0.1, '::1']")).size() == 2);
    CHECK(dial_sources(fleet_of("seed: 1")).empty());
    CHECK_THROWS_WITH(dial_sources(fleet_of("source:\n  - 127.0.0.1\n  - plant-host")),
                      "fleet.yaml:3: source[1]: expected an IP address of this computer, got 'plant-host'");
    CHECK_THROWS_WITH(dial_sources(fleet_of("listen: 127.0.0.1:5118\nsource: [127.0.0.1]")),
                      "fleet.yaml:2: source: is for machines that dial; with listen they do not");
    const auto elsewhere = fleet_of("host: 127.0.0.1\nsource: [127.0.0.2, 192.0.2.1]");
    CHECK_THROWS_WITH(require_local(dial_sources(elsewhere), elsewhere),
                      "fleet.yaml:2: source[1]: cannot dial from 192.0.2.1: Cannot assign requested address");
    const auto other_kind = fleet_of("host: '[::1]:1310'\nsource: [127.0.0.1]");
    CHECK_THROWS_WITH(require_local(dial_sources(other_kind), other_kind),
                      "fleet.yaml:2: source[0]: cannot dial from 127.0.0.1 to ::1: one is IPv4, the other IPv6");
}

TEST_CASE("serials follow their pattern", "[fleet_file]") {
    CHECK(serial_of("HY-{n:04}", 7) == "HY-0007");
    CHECK(serial_of("{n}", 123) == "123");
    CHECK(serial_of("A{n:02}B", 123) == "A123B");
    for (const auto* wrong : {"HY", "{n", "n}", "}{", "{n:4}", "{n:00}", "{n:0x}", "{n}{n}", "{}"})
        CHECK_FALSE(serial_of(wrong, 1));
}
