#include "scenario/engine.hpp"

#include "tests/catch.hpp"
#include "tests/unit/scenario/scripted_stage.hpp"

using namespace husky::scenario;
using namespace std::chrono_literals;

TEST_CASE("a counter rises by one", "[engine][expect]") {
    const std::string file = cells +
                             "expect:\n  - {name: count, within: 5s, values: {message: cycle, way: sent, "
                             "variable: 1, least: 1, rises_by: 1}}\n";
    play p(file);
    p.begin();
    const auto cycle = [&](const std::string& who, const std::string& counter) {
        p.sees(who, direction::sent, "cycle", R"({"variables": {"1": )" + counter + "}}");
    };
    cycle("HY-0001", "2147483646");
    cycle("HY-0002", "7");
    cycle("HY-0001", "2147483647");
    cycle("HY-0001", "1");
    SECTION("it does, also past its end") {
        cycle("HY-0002", "8");
        p.to_the_end();
        CHECK(p.outcome() == "PASS");
    }
    SECTION("one is left out") {
        cycle("HY-0002", "9");
        CHECK(p.outcome() ==
              "FAIL count: variables.1 was 9 after 7 in number 5: cycle result=0 (ok) tandem_side=0 values=[1=9]");
    }
    SECTION("one comes again") {
        cycle("HY-0001", "1");
        CHECK(p.outcome() ==
              "FAIL count: variables.1 was 1 after 1 in number 5: cycle result=0 (ok) tandem_side=0 values=[1=1]");
    }
}

TEST_CASE("what is malformed is told from what is not", "[engine][expect]") {
    play p(two_puppets + R"(expect:
  - {name: wrong, actor: a, within: 5s, message: any, malformed: true, count: 2}
  - {name: right, actor: a, within: 5s, message: status, malformed: false, count: 1}
)");
    p.begin();
    const auto hears = [&](std::initializer_list<unsigned char> bytes) {
        std::vector<std::byte> raw;
        for (const auto b : bytes)
            raw.push_back(std::byte{b});
        p.hears_raw("a", raw);
    };
    hears({0x05, 0x00, 0x0C, 0x00, 0x00});
    hears({0x04, 0x00, 0x0C, 0x00});
    hears({0x04, 0x00, 0x33, 0x03});
    p.to_the_end();
    CHECK(p.outcome() == "PASS");
}
