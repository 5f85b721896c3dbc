#include "scenario/pattern.hpp"

#include <boost/json.hpp>

#include "scenario/outline.hpp"
#include "scenario/roles.hpp"
#include "tests/catch.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;
namespace json = boost::json;

TEST_CASE("a value fulfils a condition or does not", "[pattern]") {
    condition five, from_four, one_of, no_five, absent, holds_ab, null;
    five.equals = 5;
    from_four.min = 4;
    from_four.max = 9;
    one_of.one_of = {"a", 7};
    no_five.equals = 5;
    no_five.negated = true;
    absent.absent = true;
    holds_ab.contains = "ab";
    null.equals = nullptr;
    struct row {
        const condition* is;
        std::vector<json::value> fulfilled, not_fulfilled;
    };
    for (const auto& [is, fulfilled, not_fulfilled] : {
             row{&five, {5, 5U, 5.0}, {6, "5", nullptr}},
             row{&from_four, {4, 9, 5.5}, {3.9, 9.1, "5", nullptr}},
             row{&one_of, {"a", 7.0}, {"b", 8, nullptr}},
             row{&no_five, {4, "5"}, {5, nullptr}},
             row{&absent, {nullptr}, {0, ""}},
             row{&holds_ab, {"xaby"}, {"a", 5, nullptr}},
             row{&null, {nullptr}, {0, ""}},
         }) {
        CAPTURE(text_of(*is));
        for (const auto& v : fulfilled)
            CHECK(holds(*is, &v));
        for (const auto& v : not_fulfilled)
            CHECK_FALSE(holds(*is, &v));
        CHECK(holds(*is, nullptr) == is->absent);
    }
}

TEST_CASE("a condition is told in words", "[pattern]") {
    condition c;
    c.field = "code";
    c.one_of = {1, "x"};
    c.negated = true;
    CHECK(text_of(c) == "code is not one of 1, \"x\"");
    condition range;
    range.field = "variables.101";
    range.min = 4;
    range.max = 9.5;
    CHECK(text_of(range) == "variables.101 is from 4 to 9.5");
}

TEST_CASE("a name is meant by a pattern", "[pattern]") {
    for (const auto& [pattern, name, meant] : std::vector<std::tuple<std::string, std::string, bool>>{
             {"", "a", true},
             {"a", "a", true},
             {"a", "ab", false},
             {"*", "", true},
             {"HY-*", "HY-0001", true},
             {"HY-*1", "HY-0101", true},
             {"HY-*1", "HY-0102", false},
             {"*a*b", "xaxbxb", true},
             {"*a*b", "xaxbxc", false},
         }) {
        CAPTURE(pattern, name);
        CHECK(is_meant(pattern, name) == meant);
    }
}

TEST_CASE("an actor's name means ends of links", "[pattern]") {
    cast both;
    both.machines.emplace();
    both.host.emplace();
    both.puppets = {{"a", role::host}};
    CHECK(ends_of(both, "HY-0001").machine);
    CHECK(ends_of(both, "HY-0001").host);
    CHECK_FALSE(ends_of(both, "a").machine);
    CHECK_FALSE(ends_of(both, "host").machine);
    cast puppets;
    puppets.puppets = {{"ab", role::machine}};
    CHECK(ends_of(puppets, "a*").machine);
    CHECK_FALSE(ends_of(puppets, "b*").any());
    CHECK_FALSE(ends_of(puppets, "host").any());
}

TEST_CASE("durations are written as people write them", "[pattern]") {
    CHECK(text_of(2s) == "2s");
    CHECK(text_of(1500ms) == "1.5s");
    CHECK(text_of(250ms) == "250ms");
    CHECK(text_of(120s) == "2m");
    CHECK(text_of(24h) == "24h");
    CHECK(text_of(0s) == "0s");
}
