#include <boost/json.hpp>

#include "scenario/report/files.hpp"
#include "scenario/report/terminal.hpp"
#include "tests/catch.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

verdict failed() {
    verdict v;
    v.file = "configs/a&b.yaml";
    v.scenario = "stale-link";
    v.result = outcome::failed;
    v.seed = 7;
    v.took = 2500ms;
    v.findings = {
        {"refused",
         severity::failure,
         false,
         true,
         false,
         "init_response with result is 2 at a",
         "none came, but init_response result=1 <\"\x1B\">",
         {"s.yaml", 12, "expect[0]"},
         2s},
        {"polite", severity::warning, false, true, false, "no error", "error", {"s.yaml", 13, "expect[1]"}, 1s},
        {"met", severity::failure, true, true, false, "status", "status", {"s.yaml", 14, "expect[2]"}, 1s}};
    v.last_frames = {"     1.000000 a -> init serial_number=\"HY\""};
    v.repeat = "husky-fleet check s.yaml --seed 7";
    return v;
}

bool has(const std::string& whole, std::string_view part) { return whole.find(part) != std::string::npos; }

verdict of(outcome result, std::string scenario, std::string reason) {
    verdict v;
    v.scenario = std::move(scenario);
    v.result = result;
    v.reason = std::move(reason);
    return v;
}

std::vector<verdict> all() {
    return {of(outcome::passed, "cold-start", ""), failed(), of(outcome::blocked, "pull", "s.yaml:3: x: no <link>"),
            of(outcome::skipped, "host-only", "played by husky-host")};
}

}  // namespace

TEST_CASE("a failure is told with all that helps to mend it", "[report]") {
    CHECK(terminal_text(failed(), false) == R"(FAIL    stale-link (2.5 s)
  not met: refused (s.yaml:12)
    expected: init_response with result is 2 at a
    came:     none came, but init_response result=1 <"?">
  warning: polite (s.yaml:13)
    expected: no error
    came:     error
  the last frame:
         1.000000 a -> init serial_number="HY"
  repeat: husky-fleet check s.yaml --seed 7
)");
    CHECK(outcome_line(of(outcome::blocked, "pull", "nobody there"), false) == "BLOCKED pull: nobody there");
    CHECK(outcome_line(of(outcome::passed, "x", ""), true) == "\x1B[32mPASS   \x1B[0m x (0.0 s)");
}

TEST_CASE("what was not judged is counted behind a PASS", "[report]") {
    auto v = failed();
    v.result = outcome::passed;
    v.reason.clear();
    for (auto& f : v.findings)
        f.judged = false;
    CHECK(outcome_line(v, false) == "PASS    stale-link (2.5 s), 3 not judged");
}

TEST_CASE("a suite ends with its sum and an exit code", "[report]") {
    const auto some = all();
    CHECK(summary_line(some) == "4 scenarios: 1 passed, 1 failed, 1 blocked, 1 skipped");
    CHECK(exit_code_of(some) == 1);
    CHECK(exit_code_of(std::vector{some[0], some[3]}) == 0);
    CHECK(exit_code_of(std::vector{some[0], some[2]}) == 2);
    CHECK(summary_line(std::vector{some[0]}) == "1 scenario: 1 passed");
    CHECK(summary_line(std::vector{some[0]}, 1) == "1 scenario: 1 passed; 1 file left out");
    CHECK(summary_line(std::vector{some[0], some[3]}, 12) == "2 scenarios: 1 passed, 1 skipped; 12 files left out");
}

TEST_CASE("JSON has every finding", "[report]") {
    const auto read = json::parse(json_report(all(), std::vector<left_out>{{"fleet.yaml", "it is empty"}})).as_object();
    CHECK(read.at("failed") == 1);
    CHECK(json::serialize(read.at("left_out")) == R"([{"file":"fleet.yaml","reason":"it is empty"}])");
    const auto& one = read.at("scenarios").at(1).as_object();
    CHECK(one.at("outcome") == "FAIL");
    CHECK(one.at("seed") == 7);
    CHECK(one.at("took_s") == 2.5);
    CHECK(one.at("findings").as_array().size() == 3);
    CHECK(one.at("findings").at(0).at("line") == 12);
    CHECK(one.at("last_frames").at(0) == "     1.000000 a -> init serial_number=\"HY\"");
}

TEST_CASE("JUnit XML is well-formed whatever texts hold", "[report]") {
    const auto xml = junit_report(all());
    CHECK(has(xml,
              "<testsuite name=\"husky scenarios\" tests=\"4\" failures=\"1\" "
              "errors=\"1\" skipped=\"1\" time=\"2.500\">"));
    CHECK(has(xml,
              "<failure message=\"refused: expected init_response with result is 2 at "
              "a, came: none came, but init_response result=1 &lt;&quot;?&quot;&gt;\" "
              "type=\"FAIL\">"));
    CHECK(has(xml, "<error message=\"s.yaml:3: x: no &lt;link&gt;\" type=\"BLOCKED\">"));
    CHECK(has(xml, "<skipped message=\"played by husky-host\"/>"));
    CHECK(has(xml, "file=\"configs/a&amp;b.yaml\""));
    CHECK(xml.find('\x1B') == std::string::npos);
}

TEST_CASE("scenarios of one name are told apart in every report", "[report]") {
    std::vector<verdict> namesakes;
    for (const auto* path : {"a/hello.yaml", "b/hello.yaml", "b/hello.yml", "b.hello.yaml", "M\xFC.yaml"}) {
        namesakes.push_back(of(outcome::passed, "hello", ""));
        namesakes.back().path = path;
        namesakes.back().has_namesake = true;
    }
    CHECK(labels_of(namesakes) == std::vector<std::string>{"a.hello", "b.hello", "b.hello.yml", "b.hello-2", "M_"});
    const auto xml = junit_report(namesakes);
    CHECK(has(xml, "<testcase name=\"hello\" classname=\"husky.scenario.a.hello\" "));
    CHECK(has(xml, "<testcase name=\"hello\" classname=\"husky.scenario.b.hello\" "));
    const auto read = json::parse(json_report(namesakes, {}));
    CHECK(read.at("scenarios").at(1).at("path") == "b/hello.yaml");
    CHECK(outcome_line(namesakes[1], false) == "PASS    hello [b/hello.yaml] (0.0 s)");
}

TEST_CASE("a label fits into the name of a file, and two long ones stay apart", "[report]") {
    std::vector<verdict> deep(2, of(outcome::passed, "deep", ""));
    for (auto& v : deep)
        v.path = std::string(300, 'x') + ".yaml";
    CHECK(labels_of(deep) == std::vector<std::string>{std::string(200, 'x'), std::string(200, 'x') + "-2"});
}

TEST_CASE("a transcript is text with the outcome at its end", "[report]") {
    auto v = of(outcome::passed, "x", "");
    v.seed = 3;
    v.transcript = {"     0.000000 go: connect by a"};
    v.transcript_dropped = 2;
    CHECK(transcript_text(v) ==
          "scenario x seed 3\n     0.000000 go: connect by a\n2 further lines are left out\nPASS\n");
}
