#include "scenario/engine.hpp"

#include "tests/catch.hpp"
#include "tests/unit/scenario/scripted_stage.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

namespace {

const std::string two_puppets = "actors: {puppets: [{name: a}, {name: b}]}\n";
const std::string cells = "actors: {machines: {groups: [{count: 2}]}}\n";

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

TEST_CASE("messages are counted within their window", "[engine][expect]") {
    const std::string file = two_puppets + R"(steps:
  - {name: dial, actor: a, at: 1s, connect: {}}
expect:
  - {name: refused, actor: a, after: dial, not_before: 1s, within: 3s, message: init_response, fields: {result: 2}, count: COUNT}
)";
    const auto with = [&](const std::string& count) {
        auto text = file;
        return text.replace(text.find("COUNT"), 5, count);
    };
    const auto refuse = R"({"result": 2})";
    SECTION("one that came in time") {
        play p(with("{least: 1}"));
        p.begin();
        p.at(2500ms);
        p.hears("a", "init_response", refuse);
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
        CHECK(p.by().result().took == 2500ms);
    }
    SECTION("the last instant counts") {
        play p(with("{least: 1}"));
        p.begin();
        p.at(3999ms);
        CHECK_FALSE(p.by().over());
        p.hears("b", "init_response", refuse);
        CHECK_FALSE(p.by().over());
        p.at(4s);
        CHECK(p.outcome() == "FAIL refused: none came");
    }
    SECTION("too early is not in the window") {
        play p(with("{least: 1}"));
        p.begin();
        p.at(1500ms);
        p.hears("a", "init_response", refuse);
        p.to_the_end();
        CHECK(p.outcome() == "FAIL refused: none came");
        CHECK(p.by().result().took == 4s);
    }
    SECTION("another value is told") {
        play p(with("{least: 1}"));
        p.begin();
        p.at(2s);
        p.hears("a", "init_response", R"({"result": 1})");
        p.to_the_end();
        CHECK(p.outcome() == "FAIL refused: none came, but init_response result=1 (unknown serial) synch_time=0");
    }
    SECTION("exactly two") {
        play p(with("2"));
        p.begin();
        p.at(2s);
        p.hears("a", "init_response", refuse);
        p.hears("a", "init_response", refuse);
        CHECK_FALSE(p.by().over());
        p.at(4s);
        CHECK(p.outcome() == "PASS");
    }
    SECTION("one too many is known at once") {
        play p(with("{least: 1, most: 2}"));
        p.begin();
        p.at(2s);
        for (int i = 0; i < 3; ++i)
            p.hears("a", "init_response", refuse);
        CHECK(p.by().over());
        CHECK(p.outcome() ==
              "FAIL refused: 3 came, the last: init_response result=2 (serial already linked) synch_time=0");
    }
}

TEST_CASE("what must never come lasts to the end, and nothing else may hold it up", "[engine][expect]") {
    const std::string never = "expect:\n  - {name: quiet, actor: a, message: error, never: true}\n";
    SECTION("alone it lasts to the limit") {
        play p(two_puppets + "limit: 5s\n" + never);
        p.begin();
        p.at(4s);
        CHECK_FALSE(p.by().over());
        p.at(5s);
        CHECK(p.outcome() == "PASS");
    }
    SECTION("beside others it lasts until they are known") {
        play p(two_puppets + never + "  - {actor: a, message: languages}\n");
        p.begin();
        p.at(2s);
        p.hears("a", "languages");
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
    }
    SECTION("it is known when it came") {
        play p(two_puppets + never);
        p.begin();
        p.hears("b", "error", R"({"code": 2})");
        CHECK_FALSE(p.by().over());
        p.hears("a", "error", R"({"code": "malformed", "text": "no"})");
        CHECK(p.by().over());
        CHECK(p.outcome() == "FAIL quiet: error command=0 code=2 (malformed) text=\"no\"");
    }
}

TEST_CASE("messages come in an order", "[engine][expect]") {
    const std::string file = two_puppets + R"(expect:
  - name: polls
    actor: ACTOR
    within: 5s
    only: ONLY
    order: [{message: languages}, {message: list, fields: {first_index: 0}}, {message: status}]
)";
    const auto with = [&](const std::string& actor, const std::string& only) {
        auto text = file;
        text.replace(text.find("ACTOR"), 5, actor);
        return text.replace(text.find("ONLY"), 4, only);
    };
    SECTION("others may come between") {
        play p(with("a", "false"));
        p.begin();
        for (const char* each : {"identify", "languages", "interruption_list", "list", "list", "status"})
            p.hears("a", each);
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
    }
    SECTION("only: nothing may come between") {
        play p(with("a", "true"));
        p.begin();
        for (const char* each : {"identify", "languages", "interruption_list"})
            p.hears("a", each);
        CHECK(p.outcome() ==
              "FAIL polls: interruption_list language_code=\"\" first_index=0 came when list with first_index is 0 was "
              "expected");
    }
    SECTION("a later one that comes first is out of order") {
        play p(with("a", "false"));
        p.begin();
        p.hears("a", "languages");
        p.hears("a", "status");
        CHECK(p.outcome() == "FAIL polls: status tandem_side=0 came when list with first_index is 0 was expected");
    }
    SECTION("one that does not come is named") {
        play p(with("a", "false"));
        p.begin();
        p.hears("a", "languages");
        p.hears("a", "list", R"({"first_index": 3})");
        p.to_the_end();
        CHECK(p.outcome() == "FAIL polls: list with first_index is 0 did not come to a, 1 of 3 had");
    }
    SECTION("each link has an order of its own") {
        play p(with("'*'", "true"));
        p.begin();
        for (const char* each : {"languages", "list", "status"})
            for (const char* actor : {"a", "b"})
                p.hears(actor, each);
        p.to_the_end();
        CHECK(p.outcome() == "PASS");
    }
}

TEST_CASE("a link must come into a state, or must not", "[engine][expect]") {
    const auto file = [](const std::string& keys) {
        return two_puppets +
               "steps:\n  - {name: go, actor: a, at: 1s, wait: {}}\nexpect:\n  - {name: link, actor: a, " + keys +
               "}\n";
    };
    SECTION("closed in time") {
        play p(file("link: closed, after: go, within: 3s"));
        p.begin();
        p.link("a", link_state::closed, "too early");
        p.at(2s);
        p.link("a", link_state::linked);
        CHECK_FALSE(p.by().over());
        p.link("a", link_state::closed, "reset");
        CHECK(p.outcome() == "PASS");
    }
    SECTION("not closed") {
        play p(file("link: closed, within: 3s"));
        p.begin();
        p.link("a", link_state::linked, "");
        p.to_the_end();
        CHECK(p.outcome() == "FAIL link: only linked");
    }
    SECTION("it may be linked already") {
        play p(file("link: linked, after: go, within: 3s"));
        p.begin();
        p.link("a", link_state::linked);
        p.at(1s);
        CHECK(p.outcome() == "PASS");
    }
    SECTION("never closed") {
        play p(file("link: closed, never: true, within: 3s"));
        p.begin();
        p.at(2s);
        p.link("a", link_state::closed, "error 6");
        CHECK(p.outcome() == "FAIL link: a: closed (error 6)");
    }
}

TEST_CASE("every value must be so", "[engine][expect]") {
    const std::string file = cells +
                             "expect:\n  - {name: time, within: 5s, values: {message: cycle, way: sent, "
                             "variable: CycleTime, least: 4, most: 9}}\n";
    SECTION("they are") {
        play p(file);
        p.begin();
        p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"101": 5.5}})");
        p.sees("HY-0002", direction::sent, "cycle", R"({"variables": {"101": 9}})");
        p.to_the_end();
        CHECK(p.outcome() == "PASS");
    }
    SECTION("one is not") {
        play p(file);
        p.begin();
        p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"101": 5.5}})");
        p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"101": 9.5}})");
        CHECK(p.outcome() ==
              "FAIL time: variables.101 was 9.5 in number 2: cycle result=0 (ok) tandem_side=0 "
              "values=[101=9.5]");
    }
    SECTION("one is missing") {
        play p(file);
        p.begin();
        p.sees("HY-0001", direction::sent, "cycle", R"({"variables": {"102": 5.5}})");
        CHECK(p.outcome() ==
              "FAIL time: variables.101 was absent in number 1: cycle result=0 (ok) tandem_side=0 "
              "values=[102=5.5]");
    }
    SECTION("none came") {
        play p(file);
        p.begin();
        p.to_the_end();
        CHECK(p.outcome() == "FAIL time: no such message came");
    }
}

TEST_CASE("the system under test is asked again until its answer fits", "[engine][probe]") {
    const std::string file = two_puppets + R"(limit: 20s
steps:
  - {name: dial, actor: a, at: 1s, connect: {}}
expect:
  - {name: one link, after: dial, within: 2s, metric: husky_links, equals: 1}
  - {name: no gaps, query: select count(*) from gaps, equals: 0}
)";
    SECTION("with a window from its begin on, without one at the end") {
        play p(file);
        p.begin();
        CHECK(p.on.asked.empty());
        p.at(1s);
        CHECK(p.on.asked == std::vector<std::uint64_t>{0});
        p.answers(0, 0);
        p.at(1200ms);
        CHECK(p.on.asked.size() == 1);
        p.at(1250ms);
        CHECK(p.on.asked.size() == 2);
        p.answers(0, 1);
        CHECK(p.on.asked == std::vector<std::uint64_t>{0, 0, 1});
        p.answers(1, 0);
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
    }
    SECTION("an answer that never fits") {
        play p(file);
        p.begin();
        p.at(1s);
        p.answers(0, 7);
        p.at(3s);
        p.answers(1, 0);
        CHECK(p.outcome() == "FAIL one link: the last answer was 7");
    }
    SECTION("nobody answers") {
        play p(file);
        p.begin();
        p.at(1s);
        p.answers(0, nullptr, "127.0.0.1:8310: connection refused");
        p.at(3s);
        p.answers(1, 0);
        CHECK(p.outcome() == "BLOCKED 127.0.0.1:8310: connection refused");
    }
    SECTION("where nobody can be asked it is skipped") {
        play p(two_puppets + "expect:\n  - {metric: husky_links, equals: 1}\n", {.asks_system = false});
        p.begin();
        CHECK(p.by().over());
        CHECK(p.outcome() == "SKIPPED nothing is asked of the system under test here");
    }
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
    CHECK(v.transcript.size() == engine::longest_transcript);
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
    engine e(file.what, file.spoken, on);
    on.by = &e;
    e.begin(on.now);
    CHECK(e.over());
    CHECK(e.result().result == outcome::passed);
}
