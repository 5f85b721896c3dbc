#include <fstream>
#include <iterator>

#include "tests/catch.hpp"
#include "tests/scenarios/conformance/played.hpp"

using namespace husky;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What stands in `code` behind the marker of a suite, up to the next one.
std::set<std::string> named_behind(const std::string& page, const std::string& marker) {
    const auto begin = page.find("<!-- begin " + marker + " -->");
    const auto end = page.find("<!-- end " + marker + " -->");
    REQUIRE(begin < end);
    REQUIRE(end != std::string::npos);
    std::set<std::string> listed;
    auto open = page.find('`', begin);
    while (open < end) {
        const auto close = page.find('`', open + 1);
        listed.insert(page.substr(open + 1, close - open - 1));
        open = page.find('`', close + 1);
    }
    return listed;
}

}  // namespace

TEST_CASE("the page lists the rules of both suites by their expectations", "[conformance]") {
    const auto page = text_of(test::in_tree("docs/testing/conformance.md"));
    for (const auto& suite : {test::host_suite, test::machine_suite}) {
        CAPTURE(suite.name);
        CHECK(named_behind(page, suite.name) == test::expectations_of(test::plan_of(suite)));
    }
}
