// One scenario that two programs play, each its own end.
#include "scenario/roles.hpp"
#include "tests/catch.hpp"
#include "tests/unit/scenario/scripted_stage.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

const std::string both =
    "actors: {machines: {groups: [{count: 1}]}, host: {}, puppets: [{name: stranger}]}\nlimit: 10s\n";

bool judged_at(role end, const std::string& expectation) {
    const auto p = loaded(both + "expect:\n  - " + expectation + "\n").plan;
    return judges_of(p.actors, p.expectations.at(0).demand).has(end);
}

}  // namespace

TEST_CASE("a message is judged at the end where it arrives", "[engine][ends]") {
    for (const auto& [text, at_machine, at_host] : std::vector<std::tuple<std::string, bool, bool>>{
             {"{actor: HY-0001, message: init_response}", true, false},
             {"{actor: HY-0001, message: cycle}", false, true},
             {"{actor: HY-0001, message: cycle, way: sent}", true, false},
             {"{actor: HY-0001, message: error}", true, true},
             {"{actor: HY-0001, order: [{message: languages}, {message: list}]}", true, false},
             {"{actor: HY-0001, values: {message: cycle, variable: CycleTime, least: 1}}", false, true},
             {"{actor: HY-0001, link: closed}", true, true},
             {"{actor: stranger, message: init_response}", true, false},
             {"{actor: host, message: cycle}", false, true}}) {
        INFO(text);
        CHECK(judged_at(role::machine, text) == at_machine);
        CHECK(judged_at(role::host, text) == at_host);
    }
}

TEST_CASE("a trigger is seen at either end of its link", "[engine][ends]") {
    const auto file = both + R"(steps:
  - {name: cycles, actor: host, when: {message: cycle, actor: HY-0001, way: sent, count: 2}, ask: {message: status, machine: HY-0001, tandem_side: 0}}
)";
    SECTION("by the host, which gets it") {
        play p(file, {.plays = role::host});
        p.begin();
        p.sees("HY-0001", direction::received, "cycle", "{}", role::host);
        CHECK(p.on.done.empty());
        p.sees("HY-0001", direction::received, "cycle", "{}", role::host);
        CHECK(p.on.done == words{"host ask HY-0001 status"});
    }
    SECTION("by the machine, which says it") {
        play p(file, {.plays = role::machine});
        p.begin();
        p.sees("HY-0001", direction::sent, "cycle");
        CHECK_FALSE(p.by().over());
        p.sees("HY-0001", direction::sent, "cycle");
        CHECK(p.on.done.empty());
        CHECK(p.by().over());
    }
    SECTION("once, where both are played") {
        play p(both +
               "steps: [{name: second, actor: host, when: {message: cycle, actor: HY-0001, count: 2}, ask: "
               "{message: status, machine: HY-0001, tandem_side: 0}}]\n");
        p.begin();
        for (int i = 0; i < 2; ++i) {
            CHECK(p.on.done.empty());
            p.sees("HY-0001", direction::sent, "cycle");
            p.sees("HY-0001", direction::received, "cycle", "{}", role::host);
        }
        CHECK(p.on.done == words{"host ask HY-0001 status"});
    }
}

TEST_CASE("an end does not wait for what only the other sees", "[engine][ends]") {
    const auto steps = both + R"(steps:
  - {name: dial, actor: stranger, connect: {}}
  - {name: answered, actor: stranger, when: {message: init_response, actor: stranger}, close: {}}
  - {name: parts, actor: HY-0001, when: {value: GoodParts, least: 10, actor: HY-0001}, reset: {}}
  - {name: moment, after: parts, wait: {}}
)";
    SECTION("to end") {
        play p(steps + "expect: [{name: init, actor: host, message: init}]\n", {.plays = role::host});
        p.begin();
        CHECK_FALSE(p.by().over());
        p.sees("HY-0001", direction::received, "init", "{}", role::host);
        CHECK(p.outcome() == "PASS");
    }
    SECTION("though it cannot judge what comes after it") {
        play p(steps + "expect: [{name: init, actor: host, message: init, after: answered}]\n", {.plays = role::host});
        p.begin();
        CHECK(p.by().over());
        CHECK(p.outcome() == "SKIPPED step answered belongs to the other end and cannot be seen here");
    }
    SECTION("the end that sees it does") {
        play p(steps + "expect: [{name: init, actor: HY-0001, message: init_response}]\n", {.plays = role::machine});
        p.begin();
        p.hears("HY-0001", "init_response");
        CHECK_FALSE(p.by().over());
    }
}
