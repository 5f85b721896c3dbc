#include "client/check/virtual/virtual_stage.hpp"

#include <algorithm>

#include "scenario/file/load.hpp"
#include "tests/catch.hpp"

using namespace husky;

namespace {

scenario::verdict verdict_of(const std::string& yaml, std::uint64_t seed = 1) {
    const auto loaded = scenario::load_plan("test.yaml", {}, [&](const std::string&) { return yaml; });
    check::virtual_stage stage(loaded.plan, loaded.wire_dialect, seed, "repeat");
    return stage.run(false);
}

/// The result, and why.
std::string result_of(const std::string& yaml) {
    const auto v = verdict_of(yaml);
    std::string all(name(v.result));
    if (!v.reason.empty()) all += ": " + v.reason;
    for (const auto& f : v.findings)
        if (!f.met) all += "\n" + f.name + ": " + f.expected + " / " + f.came;
    return all;
}

const std::string one_machine = R"(
scenario: 1
name: one-machine
time_scale: 60
limit: 10m
actors: {machines: {groups: [{family: pet}]}}
)";

const std::string one_puppet = R"(
scenario: 1
name: one-puppet
limit: 60s
actors: {puppets: [{name: p}]}
)";

}  // namespace

TEST_CASE("a machine is admitted by the built-in host", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
expect:
  - {name: admitted, message: init_response, fields: {result: 0}, within: 5s}
  - {name: polled, order: [{message: languages}, {message: list}, {message: interruption_list}, {message: cycle_select}, {message: status}], within: 20s}
  - {name: no error, message: error, never: true, within: 60s}
)") == "PASS");
}

TEST_CASE("the same scenario and seed give the same transcript, another seed another", "[check][virtual]") {
    const auto yaml = one_machine + "steps: [{name: end, at: 300s, end: {}}]\n";
    const auto first = verdict_of(yaml, 5);
    CHECK(first.result == scenario::outcome::passed);
    CHECK(first.transcript.size() > 20);
    CHECK(first.transcript == verdict_of(yaml, 5).transcript);
    CHECK(first.transcript != verdict_of(yaml, 6).transcript);
}

TEST_CASE("what is expected and does not come fails", "[check][virtual]") {
    const auto v = verdict_of(one_machine +
                              "expect: [{name: refused, message: init_response, fields: {result: 2}, within: 5s}]\n");
    CHECK(v.result == scenario::outcome::failed);
    CHECK(v.seed == 1);
    CHECK(v.repeat == "repeat");
    CHECK_FALSE(v.last_frames.empty());
}

TEST_CASE("a machine that is cut off dials no more until it is restored", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: linked, when: {link: linked}, wait: {}}
  - {name: cut, actor: HY-0001, delay: 1s, cut: {}}
  - {name: restore, actor: HY-0001, delay: 120s, restore: {}}
expect:
  - {name: lost, link: closed, after: cut, within: 2s}
  - {name: silent, link: connected, never: true, after: cut, within: 119s}
  - {name: back, message: init_response, fields: {result: 0}, after: restore, within: 2s}
)") == "PASS");
}

TEST_CASE("a half-open link is noticed by silence alone", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: linked, when: {link: linked}, wait: {}}
  - {name: cable, actor: HY-0001, delay: 1s, cut: {half_open: true}}
expect:
  - {name: nothing, link: closed, never: true, after: cable, within: 80s}
  - {name: silence, link: closed, after: cable, not_before: 80s, within: 100s}
)") == "PASS");
}

TEST_CASE("a machine that loses its power takes over its dead link", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: linked, when: {message: cycle, way: sent}, wait: {}}
  - {name: off, actor: HY-0001, delay: 1s, power_off: {}}
  - {name: on, actor: HY-0001, delay: 100ms, power_on: {}}
expect:
  - {name: asked, message: init_response, fields: {result: 0}, after: on, within: 3s}
  - {name: selected, message: cycle_select, after: on, within: 5s}
)") == "PASS");
}

TEST_CASE("what is done to a cell is seen on its link", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: linked, when: {message: cycle, way: sent, count: 2}, wait: {}}
  - {name: stop, actor: HY-0001, raise: {interruption: 101}}
  - {name: go, actor: HY-0001, delay: 5s, clear: {interruption: 101}}
  - {name: cool, actor: HY-0001, delay: 10s, set_point: {variable: CoolTime, value: 5}}
  - {name: clock, actor: HY-0001, set_clock: {by_s: 3600}}
expect:
  - {name: begins, message: cycle_interruption, way: sent, fields: {interruption_id: 101, state: 1}, after: stop, within: 1s, count: 1}
  - {name: ends, message: cycle_interruption, way: sent, fields: {interruption_id: 101, state: 0}, after: go, within: 1s, count: 1}
)") == "PASS");
}

TEST_CASE("a step that a machine cannot do blocks", "[check][virtual]") {
    const auto v =
        verdict_of(one_machine +
                   "steps: [{name: clear, actor: HY-0001, clear: {interruption: 101}}]\nexpect: [{message: status}]\n");
    CHECK(v.result == scenario::outcome::blocked);
    CHECK(v.reason.find("HY-0001: 101 is not active") != std::string::npos);
}

TEST_CASE("a puppet says what it is told and hears the answers", "[check][virtual]") {
    CHECK(result_of(one_puppet + R"(
steps:
  - {name: dial, actor: p, connect: {}}
  - {name: ask, actor: p, send: {message: identify}}
  - {name: broken, actor: p, delay: 1s, send: {hex: "03 00 01 00"}}
expect:
  - {name: answered, message: identify_response, fields: {role: 0}, after: ask, within: 1s}
  - {name: named, message: error, fields: {code: 2, command: 0}, after: broken, within: 1s}
  - {name: closed, link: closed, after: broken, within: 3s}
)") == "PASS");
}

TEST_CASE("faults are placed at the actors' links alone", "[check][virtual]") {
    const auto lost = one_machine + R"(
faults: [{message: init_response, way: received, do: drop, first: 1}]
expect:
  - {name: admitted, message: init_response, within: 5s}
)";
    CHECK(verdict_of(lost).result == scenario::outcome::failed);
    CHECK(result_of(one_machine + R"(
faults: [{message: init_response, way: received, do: drop, first: 1}]
expect:
  - {name: at last, message: init_response, within: 40s}
)") == "PASS");
}

TEST_CASE("faults come and go with steps", "[check][virtual]") {
    CHECK(result_of(one_puppet + R"(
steps:
  - {name: dial, actor: p, connect: {}}
  - {name: deaf, actor: p, fault: {message: identify_response, way: received, do: drop}}
  - {name: first, actor: p, send: {message: identify}}
  - {name: hears, actor: p, delay: 2s, clear_faults: {}}
  - {name: second, actor: p, send: {message: identify}}
expect:
  - {name: nothing, message: identify_response, never: true, after: first, within: 1s}
  - {name: answered, message: identify_response, after: second, within: 1s, count: 1}
)") == "PASS");
}

TEST_CASE("a fault of all machines ends at the links of one", "[check][virtual]") {
    CHECK(result_of(R"(
scenario: 1
name: two
limit: 60s
actors: {puppets: [{name: p}, {name: q}]}
faults: [{message: identify_response, way: received, do: drop}]
steps:
  - {name: dial, actor: "*", connect: {}}
  - {name: hears, actor: p, clear_faults: {}}
  - {name: ask, actor: "*", send: {message: identify}}
  - {name: all hear, actor: "*", delay: 2s, clear_faults: {}}
  - {name: again, actor: "*", send: {message: identify}}
expect:
  - {name: answered, actor: p, message: identify_response, after: ask, within: 1s}
  - {name: nothing, actor: q, message: identify_response, never: true, after: ask, within: 1s}
  - {name: at last, actor: q, message: identify_response, after: again, within: 1s}
)") == "PASS");
}

TEST_CASE("a step's fault acts on the link that a machine has already", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: linked, when: {link: linked}, wait: {}}
  - {name: deaf, actor: HY-0001, delay: 5s, fault: {message: status, way: received, do: drop}}
  - {name: hears, actor: HY-0001, delay: 70s, clear_faults: {}}
expect:
  - {name: asked, message: status, after: linked, within: 5s}
  - {name: nothing, message: status, never: true, after: deaf, within: 70s}
  - {name: again, message: status, after: hears, within: 60s}
)") == "PASS");
}

TEST_CASE("a step's fault acts on the links that a host has already", "[check][virtual]") {
    CHECK(result_of(R"(
scenario: 1
name: deaf-host
limit: 3m
time_scale: 10
actors: {host: {}}
counterpart: {machines: {groups: [{family: pet, count: 2}]}}
steps:
  - {name: reports, actor: host, when: {message: cycle, actor: HY-0002}, wait: {}}
  - {name: deaf, actor: HY-0001, fault: {message: cycle, way: received, do: drop}}
  - {name: hears, actor: HY-0001, delay: 20s, clear_faults: {}}
expect:
  - {name: nothing, actor: HY-0001, message: cycle, never: true, after: deaf, within: 20s}
  - {name: of the other, actor: HY-0002, message: cycle, after: deaf, within: 20s}
  - {name: again, actor: HY-0001, message: cycle, after: hears, within: 20s}
)") == "PASS");
}

TEST_CASE("who does not read is not told before it reads", "[check][virtual]") {
    CHECK(result_of(one_puppet + R"(
steps:
  - {name: dial, actor: p, connect: {}}
  - {name: hold, actor: p, pause_reading: {}}
  - {name: ask, actor: p, send: {message: identify}}
  - {name: read, actor: p, delay: 3s, resume_reading: {}}
expect:
  - {name: not yet, message: identify_response, never: true, after: ask, within: 2s}
  - {name: then, message: identify_response, after: read, within: 1s}
)") == "PASS");
}

TEST_CASE("a host actor asks cells, reads a set-up and sends it changed", "[check][virtual]") {
    CHECK(result_of(R"(
scenario: 1
name: host-asks
limit: 60s
time_scale: 10
actors: {host: {}}
counterpart: {machines: {groups: [{family: pet}]}}
steps:
  - {name: linked, actor: host, when: {message: cycle, actor: HY-0001}, wait: {}}
  - {name: up, actor: host, upload: {machine: HY-0001}}
  - {name: down, actor: host, delay: 3s, download: {machine: HY-0001, changes: {"timers.Cooling time": 4.5}}}
  - {name: start, actor: host, delay: 3s, ask: {message: start, machine: HY-0001, tandem_side: 0}}
expect:
  - {name: whole, message: upload_setup_response, fields: {result: 0}, after: up, within: 2s}
  - {name: taken, message: download_setup_response, fields: {result: 0}, after: down, within: 2s}
  - {name: started, message: start_response, fields: {result: 0}, after: start, within: 2s, count: 1}
)") == "PASS");
}

TEST_CASE("a puppet that plays a host takes the machines' connections", "[check][virtual]") {
    CHECK(result_of(R"(
scenario: 1
name: puppet-host
limit: 60s
actors: {puppets: [{name: h, plays: host}]}
counterpart: {machines: {groups: [{family: pet}]}}
steps:
  - {name: listen, actor: h, connect: {}}
  - {name: refuse, actor: h, when: {message: init, actor: h}, send: {message: init_response, result: 3}}
expect:
  - {name: asks, message: init, fields: {serial_number: HY-0001}, within: 5s}
  - {name: leaves, link: closed, after: refuse, within: 2s}
)") == "PASS");
}

TEST_CASE("machines open a display link where a scenario needs it, and only there", "[check][virtual]") {
    const auto opened = [](const std::string& yaml) {
        const auto v = verdict_of(yaml);
        return std::any_of(v.transcript.begin(), v.transcript.end(),
                           [](const std::string& line) { return line.find("display_init") != std::string::npos; });
    };
    const auto machine = one_machine + "steps: [{name: end, at: 1200s, end: {}}]\n";
    CHECK_FALSE(opened(machine));
    CHECK(opened(machine + "expect: [{message: display_init_response, fields: {result: 0}}]\n"));
    CHECK(opened(machine + "faults: [{message: screen, do: drop}]\n"));
    // What a puppet sees and says, it sees and says by itself.
    CHECK_FALSE(opened(R"(
scenario: 1
name: puppet
limit: 60s
actors: {machines: {groups: [{family: pet}]}, puppets: [{name: p}]}
steps:
  - {actor: p, fault: {message: screen, do: drop}}
  - {actor: p, when: {message: display_start}, wait: {}}
  - {actor: HY-0001, at: 50s, end: {}}
expect: [{actor: p, message: display_start, severity: warning}]
)"));
}

TEST_CASE("somebody at a machine moves a set point by keys, and a host that looks sees it", "[check][virtual]") {
    CHECK(result_of(R"(
scenario: 1
name: keys
limit: 5m
time_scale: 60
actors: {machines: {groups: [{family: pet}]}, host: {}}
steps:
  - {name: shown, actor: HY-0001, when: {message: display_init_response, actor: HY-0001}, wait: {}}
  - {name: page, actor: HY-0001, key: {code: 0x0105}}
  - {name: number, actor: HY-0001, key: {text: "0"}}
  - {name: look, actor: host, key: {machine: HY-0001, code: 0x0111}}
  - {name: other page, actor: host, delay: 5s, key: {machine: HY-0001, code: 0x0102}}
  - {name: stands, actor: HY-0001, delay: 5s, key: {code: 0x0101}}
expect:
  - {name: asked once, message: display_start, actor: HY-0001, count: 1, within: 60s}
  - {name: drawn, message: screen, actor: host, way: received, after: look, within: 1s}
  - {name: again, message: screen, actor: host, way: received, after: other page, within: 1s}
  - {name: by hand, message: screen, actor: host, way: received, after: stands, within: 1s}
)") == "PASS");
}

TEST_CASE("a key changes a set-up whether or not a host looks", "[check][virtual]") {
    const auto stage = [](const std::string& number) {
        return one_machine + R"(
steps:
  - {name: linked, when: {message: cycle, way: sent}, wait: {}}
  - {name: page, actor: HY-0001, key: {code: 0x0107}}
  - {name: typed, actor: HY-0001, key: {text: ")" +
               number + R"("}}
  - {name: taken, actor: HY-0001, key: {code: 0x0117}}
expect: [{name: told, message: event, way: sent, after: taken, within: 1s}]
)";
    };
    CHECK(verdict_of(stage("99999")).result == scenario::outcome::failed);
    CHECK(result_of(stage("500")) == "PASS");
}

TEST_CASE("a key that nobody can press blocks with a plain sentence", "[check][virtual]") {
    const auto reason = [](const std::string& steps, const std::string& fleet = "") {
        return verdict_of("scenario: 1\nname: keys\nlimit: 5m\nactors: {host: {}, machines: {" + fleet +
                          "groups: [{family: pet}]}}\nsteps: [" + steps +
                          "]\nexpect: [{message: status, actor: HY-0001}]\n")
            .reason;
    };
    CHECK(reason("{actor: HY-0001, key: {code: 257}}", "display: false, ")
              .find("HY-0001 has no operator screen: its fleet says display: false") != std::string::npos);
    CHECK(reason("{actor: host, key: {code: 257, machine: HY-0001}}").find("HY-0001 has no display link") !=
          std::string::npos);
    CHECK(reason("{actor: HY-0001, key: {code: 257, machine: HY-0001}}").find("only a host can press a key") !=
          std::string::npos);
}

TEST_CASE("a pulled cable and a power cut end the display link, too", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
steps:
  - {name: shown, when: {message: display_init_response}, wait: {}}
  - {name: off, actor: HY-0001, delay: 1s, power_off: {}}
  - {name: on, actor: HY-0001, delay: 1s, power_on: {}}
  - {name: shown again, when: {message: display_init_response, count: 2}, wait: {}}
  - {name: cut, actor: HY-0001, delay: 1s, cut: {}}
  - {name: restore, actor: HY-0001, delay: 60s, restore: {}}
expect:
  - {name: nothing, message: display_init, way: sent, never: true, after: cut, within: 60s}
  - {name: back, message: display_init_response, fields: {result: 0}, after: restore, within: 60s}
)") == "PASS");
}

TEST_CASE("faults are placed at display links as at any other", "[check][virtual]") {
    CHECK(result_of(one_machine + R"(
faults: [{message: display_init_response, way: received, first: 1, do: {set_field: {field: result, value: 2}}}]
expect:
  - {name: refused, message: display_init_response, fields: {result: 2}, within: 60s, count: 1}
  - {name: admitted, message: display_init_response, fields: {result: 0}, within: 5m}
)") == "PASS");
}

TEST_CASE("background machines are not judged and do not hold the end up", "[check][virtual]") {
    const auto v = verdict_of(one_machine + R"(
background: {groups: [{family: cap, count: 3}]}
expect: [{name: nobody else, actor: "BG-*", message: any, never: true, within: 30s}, {message: init_response, within: 5s}]
)");
    CHECK(v.result == scenario::outcome::passed);
}

TEST_CASE("what is asked of a system under test is not judged in virtual time", "[check][virtual]") {
    const auto v = verdict_of(one_machine + "expect: [{metric: husky_cycles_total, least: 1}]\n");
    CHECK(v.result == scenario::outcome::skipped);
}

TEST_CASE("raw bytes that are sent many times are one message where they make one", "[check][virtual]") {
    const auto v = verdict_of(one_puppet + R"(
steps:
  - {name: dial, connect: {}}
  - {name: head, send: {hex: "14 00 01 00"}}
  - {name: serial, send: {hex: "41", times: 16}}
expect:
  - {name: admitted, message: init_response, fields: {result: 0}, within: 5s, count: 1}
)");
    CHECK(v.result == scenario::outcome::passed);
    CHECK(std::count_if(v.transcript.begin(), v.transcript.end(),
                        [](const std::string& line) { return line.find("41 41") != std::string::npos; }) == 1);
}

TEST_CASE("behind a half-open fault nobody learns that the other end closed", "[check][virtual]") {
    const auto result_with = [](const std::string& faults) {
        return result_of(one_puppet + faults + R"(
steps:
  - {name: dial, connect: {}}
  - {name: break, send: {hex: "03 00 01 00"}}
expect:
  - {name: stays, link: closed, never: true, within: 20s}
)");
    };
    CHECK(result_with("") != "PASS");
    CHECK(result_with("faults: [{message: error, way: received, do: half_open}]") == "PASS");
}
