#include "scenario/file/load.hpp"

#include <boost/json.hpp>

#include "scenario/outline.hpp"
#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/scenario/texts.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;
namespace json = boost::json;

TEST_CASE("a scenario is read with everything that it says", "[load]") {
    const auto read = loaded(R"(about: a stranger comes
seed: 7
time_scale: 20
limit: 2m
actors:
  machines: {groups: [{family: pet, count: 2}]}
  puppets: [{name: stranger}, {name: other, plays: host}]
counterpart: {host: {unknown_machines: accept}}
background: {groups: [{family: cap}]}
steps:
  - {name: dial, actor: stranger, at: 2s, connect: {}}
  - {actor: stranger, send: {message: init, serial_number: HY-0001}}
  - {name: later, actor: stranger, after: dial, delay: 500ms, send: {hex: "03 00 01 00"}}
  - {actor: HY-0001, when: {message: cycle, fields: {variables.CycleTime: {least: 4}}, count: 10}, set_point: {variable: FillTime, value: 1.2}}
  - {actor: HY-0002, when: {link: linked, actor: HY-0001}, raise: {interruption: 101}}
  - {actor: "HY-*", when: {value: GoodParts, least: 10}, cut: {half_open: true}}
  - {when: {message: init_response, actor: stranger}, after: dial, end: {}}
expect:
  - {name: refused, actor: stranger, after: dial, within: 3s, message: init_response, fields: {result: serial_already_linked}}
  - {actor: stranger, message: error, count: {least: 1, most: 3}, severity: warning}
  - {actor: stranger, order: [{message: init_response}, {message: languages}], only: true}
  - {actor: stranger, link: closed, never: true}
  - {values: {message: cycle, way: sent, variable: 101, least: 4, most: 9}}
  - {metric: husky_cycles_total, labels: {fate: stored}, least: 3, within: 5s}
  - {http: /api/v1/machines, pointer: /items/0/serial, equals: HY-0001}
  - {query: "select count(*) from gaps", equals: 0}
)");
    const auto& p = read.plan;
    CHECK(p.name == "example");
    CHECK(p.seed == 7);
    CHECK(p.time_scale == 20);
    CHECK(p.limit == 2min);
    REQUIRE(p.actors.machines);
    CHECK(json::serialize(to_json(p.actors.machines->keys)) == R"({"groups":[{"family":"pet","count":2}]})");
    CHECK(p.actors.machines->keys.find("groups")->where.line == 8);
    REQUIRE(p.actors.puppets.size() == 2);
    CHECK(p.actors.puppets[1].plays == role::host);
    REQUIRE(p.other_end);
    CHECK(json::serialize(to_json(p.other_end->host->keys)) == R"({"unknown_machines":"accept"})");
    REQUIRE(p.beside);

    REQUIRE(p.steps.size() == 7);
    CHECK(std::get<at_offset>(p.steps[0].when).from_begin == 2s);
    CHECK(std::get<after_step>(p.steps[1].when).step == 0);
    const auto& hello = std::get<send_action>(p.steps[1].action);
    CHECK(hello.message == "init");
    CHECK(json::serialize(hello.fields) == R"({"serial_number":"HY-0001"})");
    CHECK(p.steps[2].delay == 500ms);
    CHECK(std::get<send_action>(p.steps[2].action).raw.size() == 4);
    CHECK(outline_of(p.steps[3].when, p) == "on cycle with variables.CycleTime is at least 4 of HY-0001, number 10");
    const auto& change = std::get<set_point_action>(std::get<cell_action>(p.steps[3].action));
    CHECK(change.variable == "FillTime");
    CHECK(change.value == 1.2);
    CHECK_FALSE(change.side);
    CHECK(outline_of(p.steps[4].when, p) == "on link linked of HY-0001");
    CHECK(outline_of(p.steps[5].when, p) == "on GoodParts is at least 10 of HY-*");
    CHECK(std::get<cut_action>(p.steps[5].action).half_open);
    CHECK(p.steps[6].heeds_after == 0);
    CHECK(p.steps[6].where.line == 19);
    CHECK(p.steps[6].where.key == "steps[6]");

    const std::vector<std::string> wanted{"init_response with result is 2 at stranger within 3s after dial",
                                          "1 to 3 times error at stranger",
                                          "init_response, then languages, and nothing between at stranger",
                                          "link never closed at stranger",
                                          "every variables.101 is from 4 to 9 in cycle sent",
                                          "{fate=\"stored\"} husky_cycles_total is at least 3 within 5s",
                                          "GET /api/v1/machines: /items/0/serial is \"HY-0001\"",
                                          "select count(*) from gaps: the answer is 0"};
    std::vector<std::string> outlines;
    for (const auto& e : p.expectations)
        outlines.push_back(outline_of(e, p));
    CHECK(outlines == wanted);
    CHECK(p.expectations[0].name == "refused");
    CHECK(p.expectations[1].name == "1 to 3 times error");
    CHECK(p.expectations[1].weight == severity::warning);
}

TEST_CASE("command is the word in the head, but of an error its field", "[load]") {
    const auto sent = [](const std::string& what) {
        const auto p = loaded("actors: {puppets: [{name: a}]}\nsteps:\n  - {send: {" + what + "}}\n");
        return std::get<send_action>(p.plan.steps[0].action);
    };
    CHECK(sent("message: start, command: 12").command == 12);
    CHECK(sent("message: start, command: 12").fields.empty());
    const auto error = sent("message: error, command: 12, code: 1");
    CHECK_FALSE(error.command);
    CHECK(json::serialize(error.fields) == R"({"command":12,"code":1})");
}

TEST_CASE("a variant stands upon what it extends", "[load]") {
    const texts files{{"lib/base.yaml", R"(scenario: 1
name: base
limit: 10s
actors: {puppets: [{name: a}]}
steps:
  - {actor: a, connect: {}}
expect:
  - {name: hello, actor: a, message: error}
)"},
                      {"twin/s.yaml", R"(extends: ../lib/base.yaml
limit: 5s
steps:
  - {actor: a, close: {}}
fails: [hello]
)"}};
    const auto p = load_plan("twin/s.yaml", {}, source_of(files)).plan;
    CHECK(p.name == "base");
    CHECK(p.file == "twin/s.yaml");
    CHECK(p.limit == 5s);
    REQUIRE(p.steps.size() == 2);
    CHECK(p.steps[0].where.source == "lib/base.yaml");
    CHECK(p.steps[1].where.source == "twin/s.yaml");
    CHECK(p.steps[1].where.key == "steps[1]");
    CHECK(p.fails == std::vector<std::string>{"hello"});
}

TEST_CASE("the word of an error is its field, that of any other message stands in the head", "[load]") {
    const auto read = loaded(R"(actors: {puppets: [{name: p}]}
steps:
  - {actor: p, connect: {}}
  - {actor: p, send: {message: error, command: 0x0004, code: 1}}
  - {actor: p, send: {message: start, command: 0x0004}}
)");
    const auto& told = std::get<send_action>(read.plan.steps[1].action);
    CHECK(told.fields.at("command") == 4);
    CHECK_FALSE(told.command);
    const auto& wrong = std::get<send_action>(read.plan.steps[2].action);
    CHECK_FALSE(wrong.fields.contains("command"));
    CHECK(wrong.command == 4);
}

TEST_CASE("variables come from the command, the environment or the file", "[load]") {
    const std::string file =
        "actors: {puppets: [{name: a}]}\nsteps:\n  - {actor: a, send: {message: init, serial_number: '${serial}'}}\n";
    const auto serial = [&](const loaded_plan& p) {
        return std::string(std::get<send_action>(p.plan.steps[0].action).fields.at("serial_number").as_string());
    };
    const auto environment = [](const std::string& name) {
        return name == "HUSKY_SCENARIO_SERIAL" ? "FROM-ENV" : nullptr;
    };
    CHECK(serial(loaded(file, {}, lookup_in({{"serial", "GIVEN"}}, environment))) == "GIVEN");
    CHECK(serial(loaded(file, {}, lookup_in({}, environment))) == "FROM-ENV");
    CHECK(problem(file) ==
          "s.yaml:5: steps[0].send.serial_number: ${serial} has no value; give it by --set serial=... or "
          "HUSKY_SCENARIO_SERIAL");
    auto otherwise = file;
    otherwise.replace(otherwise.find("${serial}"), 9, "${serial:-HY}-$${x}");
    CHECK(serial(loaded(otherwise)) == "HY-${x}");
}

TEST_CASE("fields are judged by the scenario's dialect", "[load]") {
    const texts files{{"plant.yaml", "dialect: plant\ntext_widths: {init.serial_number: 3}\n"}};
    CHECK(problem("dialect: plant.yaml\nactors: {puppets: [{name: a}]}\nsteps:\n"
                  "  - {actor: a, send: {message: init, serial_number: HY-1}}\n",
                  files) == "s.yaml:6: steps[0].send.serial_number: a text of 4 characters does not fit 3");
    CHECK(problem("dialect: none.yaml\n") ==
          "s.yaml:3: dialect: none.yaml: cannot be read; check the name and its permissions");
}

TEST_CASE("keys of a fleet keep their lines", "[load]") {
    const auto p =
        loaded("actors:\n  machines:\n    seed: 3\n\n    groups:\n      - family: pet\n        count: 2\n").plan;
    const auto& keys = p.actors.machines->keys;
    CHECK(keys.find("seed")->where.line == 5);
    CHECK(keys.place_of("groups").line == 7);
    const auto& group = keys.find("groups")->items.at(0);
    CHECK(group.find("family")->where.line == 8);
    CHECK(group.find("count")->where.line == 9);
    CHECK(group.find("count")->where.key == "groups[0].count");
}

TEST_CASE("the JSON Schema and the reference come from the loader's own description", "[load]") {
    const auto schema = json::parse(scenario_json_schema()).as_object();
    CHECK(schema.at("properties").as_object().contains("expect"));
    const auto& steps = schema.at("properties").at("steps").at("items").at("$ref").as_string();
    CHECK(steps == "#/$defs/Steps");
    CHECK(schema.at("$defs").at("Steps").at("properties").as_object().contains("block_cavity"));
    CHECK(schema.at("$defs").at("Conditions").at("properties").as_object().contains("one_of"));
    CHECK(scenario_reference().find("`half_open`: true or false") != std::string::npos);
}

TEST_CASE("the example of the documentation is a scenario", "[load][docs]") {
    const auto page = husky::settings::read_file(HUSKY_SOURCE_DIR "/docs/testing/scenarios.md");
    const auto begin = page.find("```yaml\n") + 8;
    const auto yaml = page.substr(begin, page.find("```", begin) - begin);
    const auto p = load_plan("page.yaml", {}, source_of({{"page.yaml", yaml}})).plan;
    CHECK(p.steps.size() == 2);
    CHECK(p.expectations.size() == 4);
}
