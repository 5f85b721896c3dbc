#include "tests/catch.hpp"
#include "tests/unit/scenario/texts.hpp"

using namespace husky::scenario;

namespace {

/// A puppet that plays a machine, on line 3; what follows begins on line 4.
std::string one_puppet(const std::string& rest) { return "actors: {puppets: [{name: a}]}\n" + rest; }

std::string one_step(const std::string& keys) { return one_puppet("steps:\n  - {" + keys + "}\n"); }
std::string expecting(const std::string& keys) { return one_puppet("expect:\n  - {" + keys + "}\n"); }

}  // namespace

TEST_CASE("a wrong key is one line with its place", "[load][bad]") {
    const auto [rest, said] = GENERATE(table<std::string, std::string>({
        {"color: red",
         "s.yaml:3: color: unknown key; known here: scenario, name, about, extends, seed, time_scale, "
         "limit, when_stuck, dialect, actors, counterpart, background, faults, steps, expect, fails"},
        {"limit: 5", "s.yaml:3: limit: expected a duration as 10s, 500ms, 5m or 1h, got '5'"},
        {"limit: 0s", "s.yaml:3: limit: expected a duration above 0"},
        {"limit: 5s\nlimit: 6s", "s.yaml:4: limit: given twice"},
        {"seed: -1", "s.yaml:3: seed: expected a whole number from 0 to 9007199254740992, got '-1'"},
        {"time_scale: max", "s.yaml:3: time_scale: expected a number from 0.001 to 100000, got 'max'"},
        {"actors: [a]", "s.yaml:3: actors: expected keys and values, got a list"},
        {"actors: {puppets: [{plays: machine}]}",
         "s.yaml:3: actors.puppets[0].name: missing; expected a name of at "
         "most 100 letters, digits, spaces and . _ -"},
        {"actors: {puppets: [{name: a}, {name: a}]}",
         "s.yaml:3: actors.puppets[1].name: 'a' is the name of another actor"},
        {"actors: {machines: {fleet: f.yaml, seed: 3}}",
         "s.yaml:3: actors.machines: a fleet file is complete; no other keys are allowed beside it"},
        {"steps: [", "s.yaml:3: not valid YAML: end of sequence flow not found"},
        {"scenario: 1", "s.yaml:3: scenario: given twice"},
        {"---\nname: b", "s.yaml:4: a second document; a file holds one scenario"},
        {"extends: s.yaml", "s.yaml:3: extends: a scenario cannot extend itself"},
        {"extends: none.yaml", "s.yaml:3: extends: none.yaml: cannot be read; check the name and its permissions"},
        {"about: ${", "s.yaml:3: about: a ${ without its }"},
        {"about: ${a b}", "s.yaml:3: about: 'a b' is no name of a variable"},
        {"fails: [x]", "s.yaml:3: fails[0]: no expectation is called 'x'"},
    }));
    CHECK(problem(rest) == said);
}

TEST_CASE("a wrong step is one line with its place", "[load][bad]") {
    const auto [keys, said] = GENERATE(table<std::string, std::string>({
        {"send: {message: cycel}", "s.yaml:5: steps[0].send.message: no message is called 'cycel'; is cycle meant?"},
        {"send: {message: xxxxxxxxxx}", "s.yaml:5: steps[0].send.message: no message is called 'xxxxxxxxxx'"},
        {"send: {message: init, serial: A}",
         "s.yaml:5: steps[0].send.serial: unknown field; known here: serial_number"},
        {"send: {message: start, tandem_side: 256}",
         "s.yaml:5: steps[0].send.tandem_side: expected a whole number from 0 to 255, got 256"},
        {"send: {message: read, variables: [1, 70000]}",
         "s.yaml:5: steps[0].send.variables.1: expected a whole number from 0 to 65535, got 70000"},
        {"send: {message: init, serial_number: 12345678901234567}",
         "s.yaml:5: steps[0].send.serial_number: expected a text of at most 16 characters, got 12345678901234567"},
        {"send: {message: init, size: 70000}",
         "s.yaml:5: steps[0].send.size: expected a whole number from 0 to 65535, got '70000'"},
        {"set_clock: {by_s: 1e12}",
         "s.yaml:5: steps[0].set_clock.by_s: expected a number from -1000000000 to 1000000000, got '1e12'"},
        {"set_clock: {by_s: x}", "s.yaml:5: steps[0].set_clock.by_s: expected a number, got 'x'"},
        {"send: {hex: 5 00}", "s.yaml:5: steps[0].send.hex: expected bytes in hexadecimal, as \"05 00 03 00 00\""},
        {"send: {hex: '05', size: 3}", "s.yaml:5: steps[0].send.size: raw bytes have no fields"},
        {"send: {hex: '05', message: init}",
         "s.yaml:5: steps[0].send.message: given beside hex; only one of the two is allowed"},
        {"send: {}", "s.yaml:5: steps[0].send: expected one of message, hex"},
        {"send: {message: init}, close: {}",
         "s.yaml:5: steps[0].close: given beside send; only one of the two is allowed"},
        {"close: {now: true}", "s.yaml:5: steps[0].close.now: unknown key; no keys are allowed here"},
        {"cut: {half_open: 7}", "s.yaml:5: steps[0].cut.half_open: expected true or false, got '7'"},
        {"actor: b, close: {}", "s.yaml:5: steps[0].actor: there is no actor 'b'; the scenario has a"},
        {"raise: {interruption: 101}",
         "s.yaml:5: steps[0].raise: only a simulated machine can do it; the actors have none"},
        {"ask: {message: status, machine: HY-0001}",
         "s.yaml:5: steps[0].ask: only a simulated host can do it; the actors have none"},
        {"raise: {}", "s.yaml:5: steps[0].raise.interruption: missing; expected a whole number from 0 to 65535"},
        {"at: soon, close: {}", "s.yaml:5: steps[0].at: expected a duration as 10s, 500ms, 5m or 1h, got 'soon'"},
        {"at: 1s, when: {message: error}, close: {}",
         "s.yaml:5: steps[0].when: given beside at; only one of the two is allowed"},
        {"after: x, close: {}", "s.yaml:5: steps[0].after: no step is called 'x'"},
        {"at: 60s, close: {}", "s.yaml:5: steps[0]: begins at 1m or later, when the limit of 1m is over"},
        {"when: {message: cycle, way: received}, close: {}",
         "s.yaml:5: steps[0].when.message: a host never sends cycle: this can never be met"},
        {"when: {message: error, fields: {codes: 1}}, close: {}",
         "s.yaml:5: steps[0].when.fields.codes: error has no field 'codes'; it has command, code, text"},
        {"when: {value: GoodParts, least: 1}, close: {}",
         "s.yaml:5: steps[0].when.value: only a simulated machine has values; the actors have none"},
        {"when: {count: 3}, close: {}", "s.yaml:5: steps[0].when: expected one of message, link, value"},
        {"when: {link: up}, close: {}",
         "s.yaml:5: steps[0].when.link: expected one of connected, linked, closed, refused, got 'up'"},
        {"name: x, after: x, close: {}", "s.yaml:5: steps[0]: steps wait for one another and never begin: x for x"},
    }));
    CAPTURE(keys);
    CHECK(problem(one_step(keys)) == said);
}

TEST_CASE("steps that wait for one another are named", "[load][bad]") {
    CHECK(problem(one_puppet("steps:\n  - {name: x, after: z, close: {}}\n  - {name: y, close: {}}\n"
                             "  - {name: z, after: y, close: {}}\n")) ==
          "s.yaml:5: steps[0]: steps wait for one another and never begin: x for z for y for x");
    CHECK(problem(one_puppet("steps:\n  - {name: x, after: y, when: {message: error}, close: {}}\n"
                             "  - {name: y, close: {}}\n")) ==
          "s.yaml:5: steps[0]: steps wait for one another and never begin: x for y for x");
}

TEST_CASE("offsets that go back are named", "[load][bad]") {
    CHECK(problem(one_puppet("steps:\n  - {at: 2s, connect: {}}\n  - {close: {}}\n  - {at: 1500ms, close: {}}\n")) ==
          "s.yaml:7: steps[2].at: 1.5s is before the 2s of a step above: offsets must not go back");
}

TEST_CASE("two steps of one name are named", "[load][bad]") {
    CHECK(problem(one_puppet("steps:\n  - {name: x, connect: {}}\n  - {name: x, close: {}}\n")) ==
          "s.yaml:6: steps[1].name: another step is called 'x'");
}

TEST_CASE("an expectation that can never be met is one line with its place", "[load][bad]") {
    const auto [keys, said] = GENERATE(table<std::string, std::string>({
        {"message: errror", "s.yaml:5: expect[0].message: no message is called 'errror'; is error meant?"},
        {"message: cycle", "s.yaml:5: expect[0].message: a host never sends cycle: this can never be met"},
        {"message: languages, way: sent, actor: b",
         "s.yaml:5: expect[0].actor: there is no actor 'b'; the scenario has a"},
        {"message: error, fields: {code: 70000}",
         "s.yaml:5: expect[0].fields.code: code: expected a whole number from 0 to 65535, got 70000"},
        {"message: error, fields: {code: {least: 65536}}",
         "s.yaml:5: expect[0].fields.code: code is from 0 to 65535: this can never be met"},
        {"message: error, fields: {code: {least: 5, most: 4}}",
         "s.yaml:5: expect[0].fields.code: least 5 is above most 4: this can never be met"},
        {"message: error, fields: {code: []}", "s.yaml:5: expect[0].fields.code: an empty list can never be met"},
        {"message: error, fields: {code: {}}",
         "s.yaml:5: expect[0].fields.code: says nothing about the value; expected equals, one_of, least, most, "
         "contains, not or absent"},
        {"message: error, fields: {code: {absent: true, least: 1}}",
         "s.yaml:5: expect[0].fields.code: what is absent has no value"},
        {"message: error, fields: {code: {contains: x}}",
         "s.yaml:5: expect[0].fields.code: code is a number: it contains no text"},
        {"message: error, fields: {text: {least: 5}}",
         "s.yaml:5: expect[0].fields.text: text is a text: it has no least or most"},
        {"message: error, fields: {code: {over: 5}}",
         "s.yaml:5: expect[0].fields.code.over: unknown key; known here: equals, one_of, least, most, contains, not, "
         "absent"},
        {"message: any, fields: {nothing: 5}", "s.yaml:5: expect[0].fields.nothing: no message has a field 'nothing'"},
        {"message: error, within: 0s", "s.yaml:5: expect[0].within: a window of 0s can never be met"},
        {"message: error, within: 2s, not_before: 3s",
         "s.yaml:5: expect[0].within: 2s is not after not_before 3s: the window ends before it begins"},
        {"message: error, not_before: 2m",
         "s.yaml:5: expect[0]: its window begins at 2m or later, when the limit of 1m is over"},
        {"message: error, count: {least: 3, most: 2}",
         "s.yaml:5: expect[0].count: least 3 is above most 2: this can never be met"},
        {"message: error, count: 1, never: true",
         "s.yaml:5: expect[0].never: given beside count; only one of the two is allowed"},
        {"message: error, after: x", "s.yaml:5: expect[0].after: no step is called 'x'"},
        {"order: []", "s.yaml:5: expect[0].order: expected at least one message"},
        {"order: [{message: list}, {message: cycle}]",
         "s.yaml:5: expect[0].order[1].message: a host never sends cycle: this can never be met"},
        {"values: {message: languages, field: language, least: 1}",
         "s.yaml:5: expect[0].values: languages has no field 'language'; it has no fields"},
        {"values: {message: cycle, variable: Speed, least: 1}",
         "s.yaml:5: expect[0].values.variable: expected a variable by its number or name, got 'Speed'"},
        {"values: {message: cycle, variable: 101, equals: fast}",
         "s.yaml:5: expect[0].values: variables.101 is a number, never \"fast\""},
        {"link: open", "s.yaml:5: expect[0].link: expected one of connected, linked, closed, refused, got 'open'"},
        {"http: api, equals: 200", "s.yaml:5: expect[0].http: expected a path that begins with /"},
        {"http: /a b, equals: 200", "s.yaml:5: expect[0].http: a path has no blanks; write %20"},
        {"metric: 7 links, equals: 1", "s.yaml:5: expect[0].metric: expected the name of a metric, as husky_links"},
        {"metric: '', equals: 1", "s.yaml:5: expect[0].metric: expected the name of a metric, as husky_links"},
        {"query: ' ;', equals: 1", "s.yaml:5: expect[0].query: expected SQL, as select count(*) from gaps"},
        {"query: select 1, store: 'mysql:x', equals: 1", "s.yaml:5: expect[0].store: expected sqlite:FILE"},
        {"query: select 1, store: 'sqlite:', equals: 1", "s.yaml:5: expect[0].store: expected sqlite:FILE"},
        {"http: /a, pointer: b, equals: 1", "s.yaml:5: expect[0].pointer: expected a JSON pointer, as /items/0/serial"},
        {"metric: husky_links",
         "s.yaml:5: expect[0]: says nothing about the value; expected equals, one_of, least, "
         "most, contains, not or absent"},
        {"within: 3s", "s.yaml:5: expect[0]: expected one of message, order, link, values, value, metric, http, query"},
        {"message: error, severity: low", "s.yaml:5: expect[0].severity: expected one of failure, warning, got 'low'"},
    }));
    CAPTURE(keys);
    CHECK(problem(expecting(keys)) == said);
}

TEST_CASE("a value that its actor does not have is one line with its place", "[load][bad]") {
    const auto [actors, keys, said] = GENERATE(table<std::string, std::string, std::string>({
        {"host: {}", "actor: HY-0001, value: gaps, equals: 0", "accepted"},
        {"host: {}", "actor: HY-0001, value: GoodParts, equals: 0",
         "s.yaml:5: expect[0].value: HY-0001 has no such value"},
        {"host: {}", "value: gaps, equals: 0", "s.yaml:5: expect[0].actor: missing; expected a text"},
        {"host: {}", "actor: HY-*, value: gaps, equals: 0",
         "s.yaml:5: expect[0].actor: the value is that of one actor; a pattern may mean several"},
        {"machines: {groups: [{family: cap}]}", "actor: HY-0001, value: GoodParts, least: 1", "accepted"},
        {"machines: {groups: [{family: cap}]}", "actor: HY-0001, value: 162, least: 1", "accepted"},
        {"machines: {groups: [{family: cap}]}", "actor: HY-0001, value: gaps, equals: 0",
         "s.yaml:5: expect[0].value: HY-0001 has no such value"},
        {"puppets: [{name: a}]", "actor: a, value: gaps, equals: 0", "s.yaml:5: expect[0].value: a has no such value"},
    }));
    CHECK(problem("actors: {" + actors + "}\nexpect:\n  - {" + keys + "}\n") == said);
}

TEST_CASE("neither size nor aliases can exhaust memory", "[load][bad]") {
    std::string bomb = "about: &a x\nfails: &b0 [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n";
    for (int i = 1; i < 12; ++i) {
        const auto before = "*b" + std::to_string(i - 1);
        bomb += "k" + std::to_string(i) + ": &b" + std::to_string(i) + " [";
        for (int n = 0; n < 10; ++n)
            bomb += (n == 0 ? "" : ", ") + before;
        bomb += "]\n";
    }
    CHECK_THAT(problem(bomb), Catch::Matchers::EndsWith("the file holds more than 200000 values"));
    CHECK(problem("about: '" + std::string(max_file, 'x') + "'") ==
          "s.yaml: is larger than 4 MiB, the limit of a scenario");
    std::string deep = "about: ";
    for (int i = 0; i < 60; ++i)
        deep += "[";
    for (int i = 0; i < 60; ++i)
        deep += "]";
    CHECK_THAT(problem(deep), Catch::Matchers::EndsWith("nested too deeply"));
    CHECK(problem("about: " + std::string(100'000, '[')) == "s.yaml:3: nested too deeply");
    std::string wide = "actors: {machines: {\n";
    for (int i = 0; i < 2001; ++i)
        wide += "k" + std::to_string(i) + ": 1,\n";
    CHECK_THAT(problem(wide + "}}"), Catch::Matchers::EndsWith("more than 2000 keys"));
    CHECK(problem("about: \xFF") == "s.yaml:3: about: is not UTF-8 text");
}

TEST_CASE("what is no YAML from its first letter on is one line, too", "[load][bad]") {
    for (const std::string text : {",", "]", "}", "%", "\t", "- ]", "@"}) {
        CAPTURE(text);
        const auto read = [&](const std::string& /*path*/) { return text; };
        CHECK_THROWS_WITH(load_plan("s.yaml", {}, read), Catch::Matchers::StartsWith("s.yaml"));
    }
}

TEST_CASE("a directory, and a file that is not there, cannot be read", "[load][bad]") {
    CHECK_THROWS_WITH(load_plan("/nonexistent.yaml"),
                      "/nonexistent.yaml: cannot be read; check the name and its permissions");
    CHECK_THROWS_WITH(load_plan("/"), "/: cannot be read; check the name and its permissions");
}
