#include "scenario/file/kind.hpp"

#include "tests/catch.hpp"

using namespace husky::scenario;
using namespace std::string_literals;

namespace {

/// ASCII as UTF-16, the low half of each letter first.
std::string utf16(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c + "\0"s;
    return out;
}

}  // namespace

TEST_CASE("a scenario is told by its keys, however they are written", "[kind]") {
    const auto text = GENERATE(as<std::string>{}, "scenario: 1\nname: x\n", "\"scenario\": 1\n", "'scenario' : 1\n",
                               "{scenario: 1, name: x}\n", "{\"name\": \"x\",\n\"scenario\": 1}", "? scenario\n: 1\n",
                               "# first\n\n---\nscenario: 1\n", "%YAML 1.2\n---\nscenario: 1\n",
                               "name: x\nscenario: 1\n", "  scenario: 1\n", "scenario: 1\r\nname: x\r\n",
                               "&a scenario: !!int 1\n", "seed: &one 1\nscenario: *one\n", "extends: base.yaml\n",
                               "\"extends\": \"BASE.YML\"\n", "extends: ${base}\n");
    CAPTURE(text);
    CHECK(kind_of(text) == file_kind::scenario);
    CHECK(is_scenario(text));
}

TEST_CASE("a scenario that is wrong is one to be refused", "[kind]") {
    const auto text = GENERATE(as<std::string>{}, "scenario: 2\n", "scenario: one\n", "scenario:\n",
                               "scenario: 1\n  x: [\n", "name: [\nscenario: 1\n", "name: \"x\nscenario: 1\n",
                               "scenario: 1\nactors:\n\thost: {}\n", "---\n---\nscenario: 1\n");
    CAPTURE(text);
    CHECK(kind_of(text) == file_kind::scenario);
}

TEST_CASE("a scenario in another encoding is one", "[kind]") {
    const auto text = "scenario: 1\nname: x\n"s;
    CHECK(kind_of("\xEF\xBB\xBF" + text) == file_kind::scenario);
    CHECK(kind_of(utf16(text)) == file_kind::scenario);
    CHECK(kind_of("\xFF\xFE" + utf16(text)) == file_kind::scenario);
    CHECK(kind_of("\xFE\xFF\0"s + utf16(text)) == file_kind::scenario);
    CHECK(kind_of("name: M\xFCller\nscenario: 1\n") == file_kind::scenario);
}

TEST_CASE("files of others are no scenarios", "[kind]") {
    const auto text = GENERATE(as<std::string>{}, "groups: []\n", "extends: default\n", "extends: [a.yaml]\n",
                               "scenario:\n  name: default\n", "a:\n  scenario: 1\n", "- scenario: 1\n",
                               "# scenario: 1\n", "services: {a: {extends: x.yaml}}\n",
                               "{{ if .Values.scenario }}\nscenarios: 1\n", "a: [\n", ",", "a scenario", "---\n");
    CAPTURE(text);
    CHECK(kind_of(text) == file_kind::other);
    CHECK_FALSE(is_scenario(text));
}

TEST_CASE("a negative twin and an empty file are told from the others", "[kind]") {
    CHECK(kind_of("extends: a.yaml\nfails: [x]\n") == file_kind::negative_twin);
    CHECK(is_scenario("extends: a.yaml\nfails: [x]\n"));
    CHECK(kind_of("") == file_kind::empty);
    CHECK(kind_of(" \r\n\t\n") == file_kind::empty);
    CHECK_FALSE(is_scenario(""));
}
