#include "scenario/engine.hpp"

#include "tests/catch.hpp"
#include "tests/unit/scenario/scripted_stage.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

namespace {

using words = std::vector<std::string>;

}  // namespace

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
    SECTION("what comes before the engine is called belongs to the window") {
        play p(with("{least: 1}"));
        p.begin();
        p.at(1500ms);
        p.passes_unnoticed(2001ms);
        p.hears("a", "init_response", refuse);
        CHECK(p.outcome() == "PASS");
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
    SECTION("who is asked says nothing as long as the window lasts") {
        play p(file);
        p.begin();
        p.at(1s);
        p.at(3s);
        p.answers(1, 0);
        CHECK(p.outcome() == "BLOCKED no answer came");
    }
    SECTION("what nobody can be asked is left out") {
        play p(file, {.knows_store = false});
        p.begin();
        p.at(1s);
        p.answers(0, 1);
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
        const auto left_out = p.by().result().findings.at(1);
        CHECK_FALSE(left_out.judged);
        CHECK(left_out.came == "its store is not known; give it by --store sqlite:FILE");
    }
    SECTION("a store that the file names needs no flag") {
        play p(two_puppets + "expect:\n  - {store: 'sqlite:a.db', query: select 1, equals: 1}\n",
               {.knows_http = false, .knows_store = false});
        p.begin();
        p.at(1s);
        CHECK(p.on.asked == std::vector<std::uint64_t>{0});
    }
    SECTION("where nobody said how to ask it is skipped") {
        play p(two_puppets + "expect:\n  - {metric: husky_links, equals: 1}\n", {.knows_http = false});
        p.begin();
        CHECK(p.outcome() == "SKIPPED the address of its HTTP API is not known; give it by --http A:P");
    }
    SECTION("where nobody can be asked it is skipped") {
        play p(two_puppets + "expect:\n  - {metric: husky_links, equals: 1}\n", {.asks_system = false});
        p.begin();
        CHECK(p.by().over());
        CHECK(p.outcome() == "SKIPPED there is no system under test to ask in virtual time");
    }
}

TEST_CASE("an actor is asked for a value until it fits", "[engine][value]") {
    const std::string file = R"(limit: 20s
actors: {host: {}, puppets: [{name: a}]}
steps:
  - {name: dial, actor: a, at: 1s, connect: {}}
expect:
  - {name: twice linked, actor: HY-0001, after: dial, within: 2s, value: links, least: 2}
  - {name: no gaps, actor: HY-0001, value: gaps, equals: 0}
)";
    play p(file, {.asks_system = false});
    auto& links = p.on.values["HY-0001.links"];
    auto& gaps = p.on.values["HY-0001.gaps"];
    links = gaps = 0;
    p.begin();
    SECTION("with a window from its begin on, without one at the end") {
        p.at(1300ms);
        CHECK_FALSE(p.by().over());
        links = 2;
        p.at(1500ms);
        CHECK(p.by().over());
        CHECK(p.outcome() == "PASS");
    }
    SECTION("one that never fits") {
        links = 1;
        p.to_the_end();
        CHECK(p.outcome() == "FAIL twice linked: the last answer was 1");
    }
    SECTION("one that does not fit at the end holds the scenario up to its limit") {
        links = 2;
        gaps = 3;
        p.to_the_end();
        CHECK(p.outcome() == "FAIL no gaps: the last answer was 3");
        CHECK(p.by().result().took == 20s);
    }
    SECTION("one that is not there") {
        links = nullptr;
        p.to_the_end();
        CHECK(p.outcome() == "FAIL twice linked: the last answer was null");
    }
    CHECK(p.on.asked.empty());
}

TEST_CASE("a value is judged by the end that plays the actor", "[engine][value][ends]") {
    const std::string file = R"(limit: 20s
actors: {host: {}, puppets: [{name: a}]}
expect:
  - {name: no gaps, actor: HY-0001, value: gaps, equals: 0}
)";
    play p(file, {.plays = role::machine, .asks_system = false});
    p.begin();
    CHECK(p.outcome() == "SKIPPED the other end of the scenario judges it");
}
