#include "tests/catch.hpp"
#include "tests/scenarios/conformance/played.hpp"

using namespace husky;

TEST_CASE("the product holds every rule that the conformance suites judge", "[conformance]") {
    for (const auto& suite : {test::host_suite, test::machine_suite}) {
        CAPTURE(suite.name);
        const auto [plan, verdict] = test::play(test::file_of(suite));
        CAPTURE(verdict.reason);
        CHECK(verdict.result == scenario::outcome::passed);
        CHECK(test::not_met(verdict).empty());
        CHECK(plan.expectations.size() >= 30);
    }
}

TEST_CASE("a conformance suite gives the same transcript run after run", "[conformance]") {
    for (const auto& suite : {test::host_suite, test::machine_suite}) {
        CAPTURE(suite.name);
        const auto first = test::play(test::file_of(suite)).verdict;
        CHECK(first.transcript.size() > 100);
        CHECK(first.transcript_dropped == 0);
        CHECK(first.transcript == test::play(test::file_of(suite)).verdict.transcript);
    }
}
