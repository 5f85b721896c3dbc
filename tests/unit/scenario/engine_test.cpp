#include "scenario/engine.hpp"

#include "tests/catch.hpp"
#include "tests/unit/scenario/scripted_stage.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

}  // namespace

TEST_CASE("steps follow one another, offsets and delays", "[engine][steps]") {
    play p(two_puppets + R"(time_scale: 2
steps:
  - {actor: a, at: 2s, connect: {}}
  - {actor: a, delay: 500ms, send: {message: init}}
  - {actor: b, at: 4s, connect: {}}
)");
    p.begin();
    CHECK(p.on.done.empty());
    p.at(999ms);
    CHECK(p.on.done.empty());
    p.at(1s);
    CHECK(p.on.done == words{"a connect"});
    p.at(1500ms);
    CHECK(p.on.done == words{"a connect", "a send init"});
    p.at(2s);
    CHECK(p.on.done == words{"a connect", "a send init", "b connect"});
    CHECK(p.by().over());
    CHECK(p.outcome() == "PASS");
}

TEST_CASE("a step starts on the message, the link or the value that it waits for", "[engine][steps]") {
    play p(cells + R"(steps:
  - {name: third, actor: HY-0001, when: {message: cycle, fields: {variables.1: {least: 5}}, count: 2}, close: {}}
  - {name: linked, actor: HY-0002, when: {link: linked}, reset: {}}
  - {name: parts, actor: HY-0001, when: {value: GoodParts, least: 10, actor: "HY-*"}, cut: {}}
)");
    p.begin();
    p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"1": 4}})");
    p.sees("HY-0002", direction::sent, "cycle", R"({"variables": {"1": 5}})");
    p.sees("HY-0001", direction::received, "cycle", R"({"variables": {"1": 5}})");
    p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"1": 5}})");
    p.link("HY-0001", link_state::linked);
    CHECK(p.on.done.empty());
    p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"1": 6}})");
    CHECK(p.on.done == words{"HY-0001 close"});
    p.link("HY-0002", link_state::linked);
    CHECK(p.on.done.back() == "HY-0002 reset");
    p.on.values["HY-0002.GoodParts"] = 9;
    p.by().values_changed("HY-0002", p.now());
    p.follow();
    CHECK(p.on.done.size() == 2);
    p.on.values["HY-0002.GoodParts"] = 10;
    p.by().values_changed("HY-0002", p.now());
    p.follow();
    CHECK(p.on.done.back() == "HY-0001 cut");
    CHECK(p.outcome() == "PASS");
}

TEST_CASE("beside after, a trigger counts from then on", "[engine][steps]") {
    play p(two_puppets + R"(steps:
  - {name: first, actor: a, when: {message: error}, connect: {}}
  - {actor: a, after: first, when: {message: error}, close: {}}
)");
    p.begin();
    p.hears("a", "error");
    CHECK(p.on.done == words{"a connect"});
    p.hears("a", "error");
    CHECK(p.on.done == words{"a connect", "a close"});
}

TEST_CASE("a scenario that ends itself leaves its later steps", "[engine][steps]") {
    play p(two_puppets + R"(steps:
  - {at: 1s, end: {}}
  - {actor: a, close: {}}
expect:
  - {message: error, never: true}
)");
    p.begin();
    p.to_the_end();
    CHECK(p.on.done.empty());
    CHECK(p.outcome() == "PASS");
    CHECK(p.by().result().took == 1s);
}

TEST_CASE("a scenario that cannot be played is blocked", "[engine]") {
    const std::string file = two_puppets + R"(limit: 10s
steps:
  - {name: dial, actor: a, connect: {}}
  - {name: more, actor: a, when: {message: status, count: 2}, close: {}}
expect:
  - {name: hello, actor: a, after: dial, within: 2s, message: init_response}
  - {name: later, actor: a, after: more, message: error}
)";
    SECTION("the stage says so") {
        play p(file);
        p.begin();
        p.by().blocked("nobody listens at 127.0.0.1:1310", p.now());
        CHECK(p.by().over());
        CHECK(p.outcome() == "BLOCKED nobody listens at 127.0.0.1:1310");
    }
    SECTION("a step cannot be done: what is open is judged") {
        play p(file);
        p.on.refuses = "there is no link";
        p.begin();
        CHECK_FALSE(p.by().over());
        p.hears("a", "init_response");
        CHECK(p.outcome() == "BLOCKED s.yaml:6: dial: there is no link");
    }
    SECTION("where others go on, those that can be done are done, and the end is the same") {
        play p("when_stuck: go_on\n" + file);
        p.on.refuses = "there is no link";
        p.begin();
        p.on.refuses.clear();
        p.hears("a", "init_response");
        p.hears("a", "status");
        p.hears("a", "status");
        p.hears("a", "error");
        CHECK(p.on.done == words{"a connect", "a close"});
        CHECK(p.outcome() == "BLOCKED s.yaml:7: dial: there is no link");
    }
    SECTION("a failure is worth more than what it blocked") {
        play p(file);
        p.on.refuses = "there is no link";
        p.begin();
        p.to_the_end();
        CHECK(p.by().result().took == 2s);
        CHECK(p.outcome() == "FAIL hello: none came");
    }
    SECTION("the limit came before every step was done") {
        play p(file);
        p.begin();
        p.hears("a", "init_response");
        p.hears("a", "status");
        p.to_the_end();
        CHECK(p.by().result().took == 10s);
        CHECK(p.outcome() ==
              "BLOCKED s.yaml:7: more had not begun at the limit of 10s: it was to start on status of a, "
              "number 2: 1 came");
    }
    SECTION("it was cut short") {
        play p(file);
        p.begin();
        CHECK(p.outcome() == "BLOCKED cut short");
    }
    SECTION("what comes of cutting it short is not judged") {
        play p(file + "  - {name: kept, link: closed, never: true}\n");
        p.begin();
        p.at(1500ms);
        p.by().cut_short(p.now());
        p.link("a", link_state::closed, "closed by us");
        p.to_the_end();
        CHECK(p.outcome() == "BLOCKED cut short");
        CHECK(p.by().result().took == 1500ms);
    }
}

TEST_CASE("a warning does not fail a scenario", "[engine]") {
    play p(two_puppets + "limit: 3s\nexpect:\n  - {message: error, severity: warning}\n");
    p.begin();
    p.to_the_end();
    CHECK(p.outcome() == "PASS");
    CHECK_FALSE(p.by().result().findings[0].met);
}

TEST_CASE("each end plays its own steps and judges its own links", "[engine][ends]") {
    const std::string file = R"(actors:
  machines: {groups: [{count: 1}]}
  host: {}
steps:
  - {name: start, actor: host, at: 1s, ask: {message: start, machine: HY-0001}}
  - {name: off, actor: HY-0001, power_off: {}}
expect:
  - {name: asked, actor: HY-0001, message: start, within: 5s}
  - {name: polled, actor: host, message: status_response, within: 5s}
)";
    play machines(file, {.plays = role::machine});
    machines.begin();
    machines.at(1s);
    CHECK(machines.on.done == words{"HY-0001 power_off"});
    machines.hears("HY-0001", "start");
    CHECK(machines.by().over());
    CHECK(machines.outcome() == "PASS");
    CHECK(machines.by().result().findings[1].came == "the other end of the scenario judges it");
}

TEST_CASE("a failure shows the last frames of its links, decoded", "[engine][report]") {
    play p(two_puppets + "expect:\n  - {name: quiet, actor: a, message: error, never: true}\n");
    p.begin();
    p.at(1500us);
    for (int i = 0; i < 30; ++i) {
        p.hears("b", "status");
        p.sees("a", direction::sent, "start", R"({"tandem_side": 1})");
    }
    p.hears("a", "error");
    const auto v = p.by().result();
    REQUIRE(v.last_frames.size() == 20);
    CHECK(v.last_frames.front() == "     0.001500 a -> start tandem_side=1");
    CHECK(v.last_frames.back() == "     0.001500 a <- error command=0 code=0 (unknown) text=\"\"");
}

TEST_CASE("a transcript tells all that happened, and is bounded", "[engine][report]") {
    play p(two_puppets + R"(steps:
  - {name: dial, actor: a, at: 1s, connect: {}}
expect:
  - {name: hello, actor: a, within: 10m, message: languages, count: 200000}
limit: 1h
)");
    p.begin();
    p.at(1s);
    p.link("a", link_state::connected, "127.0.0.1:1310");
    for (int i = 0; i < 100'010; ++i)
        p.hears("a", "languages");
    p.to_the_end();
    const auto v = p.by().result();
    CHECK(v.transcript.size() == engine::max_transcript);
    CHECK(v.transcript[0] == "     1.000000 dial: connect by a");
    CHECK(v.transcript[1] == "     1.000000 a link connected (127.0.0.1:1310)");
    CHECK(v.transcript[2] == "     1.000000 a <- languages");
    CHECK(v.transcript_dropped == 13);
}

TEST_CASE("what the stage tells while it performs belongs to the step", "[engine]") {
    struct eager final : stage {
        std::optional<std::string> perform(const actor_name&, const action&) override {
            by->link_changed("a", link_state::refused, "", now);
            return std::nullopt;
        }
        void probe(std::uint64_t, const demand&) override {}
        boost::json::value value_of(const actor_name&, std::string_view) override { return nullptr; }
        engine* by = nullptr;
        instant now{};
    } on;
    const auto file = loaded(two_puppets +
                             "steps:\n  - {name: dial, actor: a, connect: {}}\nexpect:\n  - {actor: a, link: refused, "
                             "after: dial}\n");
    engine e(file.plan, file.wire_dialect, on);
    on.by = &e;
    e.begin(on.now);
    CHECK(e.over());
    CHECK(e.result().result == outcome::passed);
}
