#include "client/model/family/family_file.hpp"

#include <algorithm>
#include <set>

#include "client/model/family/cycle_time.hpp"
#include "client/model/family/family_draft.hpp"
#include "protocol/wire/text.hpp"
#include "settings/schema/load.hpp"
#include "settings/schema/publish.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

/// The shipped PET file with one text in it replaced.
std::string changed(const std::string& what, const std::string& by) {
    auto yaml = settings::read_file(family_path("pet"));
    const auto at = yaml.find(what);
    REQUIRE(at != std::string::npos);
    return yaml.replace(at, what.size(), by);
}

long line_of(const std::string& yaml, const std::string& what) {
    return 1 + std::count(yaml.begin(), yaml.begin() + static_cast<std::ptrdiff_t>(yaml.find(what)), '\n');
}

std::string problem(const std::string& yaml) {
    try {
        parse_family(yaml, "pet.yaml");
    } catch (const settings::error& wrong) {
        return wrong.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("the shipped families load and their phases make their cycle", "[family]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& f = shipped(name);
    CHECK(f.name == name);
    CHECK(nominal_phases_s(f) == Approx(f.of(process_variable::cycle_time).set_point).epsilon(1e-6));
    CHECK(f.cycle.wait_s == Approx(0).margin(1e-6));
}

TEST_CASE("a family directory has texts for four languages that fit the wire", "[family]") {
    const auto name = GENERATE(std::string("pet"), "cap", "thinwall", "tech");
    const auto& directory = shipped(name).directories[0];
    CHECK(directory.languages.size() == 4);
    CHECK(directory.languages[0].code == "E");
    CHECK(directory.interruptions.size() == 52);
    CHECK(directory.interruptions.front().id == 101);
    CHECK(directory.interruptions.back().id == 152);
    std::set<protocol::variable_id> ids;
    const auto fits = [](const std::string& utf8, std::size_t width) {
        std::vector<std::byte> field(width + 1);
        protocol::encode_text(utf8, field, ' ');
        std::string back;
        protocol::decode_text(field, back);
        return back == utf8 && field.back() == std::byte{' '};
    };
    for (const auto& v : directory.variables) {
        CAPTURE(v.id);
        CHECK(ids.insert(v.id).second);
        CHECK(fits(v.units, 8));
        REQUIRE(v.descriptions.size() == 4);
        for (const auto& text : v.descriptions)
            CHECK((!text.empty() && fits(text, 40)));
    }
    for (const auto& i : directory.interruptions)
        for (const auto& text : i.descriptions)
            CHECK((!text.empty() && fits(text, 64)));
    for (protocol::variable_id id = 1; id <= 5; ++id)
        CHECK(ids.contains(id));
    for (protocol::variable_id id = 201; id <= 204; ++id)
        CHECK(ids.contains(id));
}

TEST_CASE("only what a family has is in its directory", "[family]") {
    const auto has = [](const std::string& name, process_variable q) {
        for (const auto& v : shipped(name).directories[0].variables)
            if (v.id == id_of(q)) return true;
        return false;
    };
    CHECK(has("pet", process_variable::dry_air_dew_point));
    CHECK_FALSE(has("cap", process_variable::dry_air_dew_point));
    CHECK_FALSE(has("tech", process_variable::accumulator_precharge));
}

TEST_CASE("a wrong family file names line, key and what was expected", "[family]") {
    const auto [what, by, message] = GENERATE(table<std::string, std::string, std::string>({
        {"sigma: 0.0006", "sigma: -0.1", "variables[1].sigma: expected a number from 0 to 1000000, got '-0.1'"},
        {"unit: s, set_point: 0.6", "unit: furlong, set_point: 0.6",
         "variables[1].unit: expected s for MouldCloseTime, got 'furlong'"},
        {"unit: mm, set_point: 12", "unit: psi, set_point: 12",
         "variables[10].unit: expected mm or in for TransitionPosition, got 'psi'"},
        {"variable: HallTemp", "variable: Humidity", ""},
        {"variable: HallTemp, unit: °C", "variable: CycleTime, unit: s", "given twice"},
        {"time_s: 5.5", "time_s: 5.4",
         "cycle.time_s: the phases take 5.500 s; expected a cycle of at least that, got '5.4'"},
        {"equipment: [hydraulics", "equipment: [steam", "equipment[0]: expected one of hydraulics, accumulator"},
        {"cavities: 96", "cavities: 0", "cavities: expected a whole number from 1 to 192, got '0'"},
        {"phi: 0.9,", "phi: 1,", "variables[1].phi: expected a number from 0 to 0.9999, got '1'"},
        {"set_point: 0.6,", "set_point: nan,", "variables[1].set_point: expected a number"},
        {"tau_s: 1500", "tau_s: 2", "variables[24].tau_s: expected 0 or a number from 5 to 10000, got '2'"},
        {"headroom_k: 200", "headroom_k: 10",
         "variables[24].headroom_k: expected 0 or a number from 50 to 1000, got '10'"},
        {"tau_s: 50, dead_time_s: 3", "tau_s: 50, dead_time_s: 5",
         "variables[33].dead_time_s: expected 0 or a number from 0 to 4, got '5'"},
        {"set_point: 265", "set_point: 40",
         "variables[24].set_point: expected a heated zone to be 20 K above the hall"},
        {"set_point: 0.6,", "set_point: 0.6, tau_s: 20,", "variables[1].tau_s: MouldCloseTime is not a heated zone"},
        {"influence: oil", "influence: moon", "follows[0].influence: expected one of flow, viscosity"},
        {"cavities: 96", "colour: red", "colour: unknown key"},
    }));
    const auto yaml = settings::read_file(family_path("pet"));
    const auto said = problem(changed(what, by));
    CHECK(mentions(said, fmt::format("pet.yaml:{}: ", line_of(yaml, what))));
    CAPTURE(said, message);
    CHECK(mentions(said, message));
}

TEST_CASE("a family file must give every variable", "[family]") {
    const auto yaml = changed("  - {variable: ScrewTorque,", "  # - {variable: ScrewTorque,");
    const auto from = yaml.find("  # - {variable: ScrewTorque");
    const auto next = yaml.find("  - {variable", from);
    CHECK(problem(yaml.substr(0, from) + yaml.substr(next)) ==
          fmt::format("pet.yaml:{}: variables: ScrewTorque is missing; give it, or mark it absent",
                      line_of(yaml, "  - {variable: CycleTime")));
}

TEST_CASE("the keys of a family file can be published", "[family]") {
    family_draft draft;
    const auto keys = describe(draft);
    CHECK(mentions(settings::json_schema(keys), "pellet_share"));
    CHECK(mentions(settings::markdown_table(keys), "variables[].follows[].gain"));
}

TEST_CASE("a family may report in US units", "[family]") {
    auto yaml = changed("unit: bar, set_point: 850", "unit: psi, set_point: 12328");
    const auto f = parse_family(yaml, "us.yaml");
    CHECK(f.units[index(process_variable::peak_pressure)] == "psi");
    CHECK(f.of(process_variable::peak_pressure).set_point == 12328);
}

TEST_CASE("lengths of a start-up are two numbers, the lower first", "[family]") {
    const auto wrong = GENERATE(std::string("heat_min: [90, 60]"), "heat_min: [60]");
    CHECK(mentions(problem(changed("heat_min: [60, 90]", wrong)),
                   "start_up.heat_min: expected two numbers, the lower first"));
}

TEST_CASE("the protocol's table names the SI unit of what a variable measures", "[family]") {
    for (const auto& each : protocol::named_process_variables)
        CHECK(each.unit == units_of(kind_of(*process_variable_of(each.id)).measures).si);
    for (const auto& each : machine_variables())
        CHECK(protocol::find_variable(each.id)->unit == each.units);
}
