#include "scenario/suite/options.hpp"

#include "settings/error.hpp"
#include "tests/catch.hpp"

using namespace husky::suite;

namespace {

std::string problem_of(const check_flags& given) {
    try {
        options_of(given);
    } catch (const husky::settings::error& wrong) {
        return wrong.what();
    }
    return "";
}

check_flags with(void (*set)(check_flags&)) {
    check_flags f;
    f.target = "x.yaml";
    set(f);
    return f;
}

}  // namespace

TEST_CASE("flags of a check are read", "[suite]") {
    const auto o = options_of(with([](check_flags& f) {
        f.seed = "7";
        f.jobs = "3";
        f.sets = {"store=sqlite:a=b.db", "empty="};
    }));
    CHECK(o.seed == 7U);
    CHECK(o.jobs == 3);
    CHECK(o.variables.at("store") == "sqlite:a=b.db");
    CHECK(o.variables.at("empty").empty());
}

TEST_CASE("a wrong flag is named", "[suite]") {
    CHECK(problem_of(with([](check_flags& f) { f.seed = "-1"; })) ==
          "--seed: expected a whole number from 0 up, got '-1'");
    CHECK(problem_of(with([](check_flags& f) { f.seed = "x"; })) ==
          "--seed: expected a whole number from 0 up, got 'x'");
    CHECK(problem_of(with([](check_flags& f) { f.jobs = "0"; })) ==
          "--jobs: expected a whole number from 1 to 256, got '0'");
    CHECK(problem_of(with([](check_flags& f) { f.sets = {"name"}; })) == "--set: expected NAME=VALUE, got 'name'");
    CHECK(problem_of(with([](check_flags& f) { f.sets = {"=x"}; })) == "--set: expected NAME=VALUE, got '=x'");
}

TEST_CASE("the command that repeats a play can be pasted into a shell", "[suite]") {
    check_options o;
    CHECK(repeat_command("husky-fleet", "a.yaml", 7, o) == "husky-fleet check a.yaml --seed 7");
    o.variables = {{"text", "it's two"}};
    o.words = {"--host", "127.0.0.1:1310"};
    CHECK(repeat_command("husky-fleet", "my file.yaml", 1, o) ==
          "husky-fleet check 'my file.yaml' --seed 1 --set 'text=it'\\''s two' --host 127.0.0.1:1310");
}
