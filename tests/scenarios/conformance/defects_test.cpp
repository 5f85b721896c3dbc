// Defects that a host or a machine could have, one a file: each is found by the expectations that the file names, and
// by no other.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "tests/catch.hpp"
#include "tests/scenarios/conformance/played.hpp"

using namespace husky;

namespace {

using names = std::set<std::string>;

/// Whether more than warnings are not met.
bool fails(const scenario::verdict& v) {
    return std::any_of(v.findings.begin(), v.findings.end(), [](const scenario::finding& f) {
        return !f.is_step && f.judged && !f.met && f.weight == scenario::severity::failure;
    });
}

/// Plays all defects of a suite, prints what found each, and returns the expectations that found any.
names look_for_defects(const test::suite_files& suite, std::size_t min) {
    const auto files = test::defects_of(suite);
    CHECK(files.size() >= min);
    names finders;
    std::string table = fmt::format("{}: {} planted defects\n", suite.name, files.size());
    for (const auto& file : files) {
        CAPTURE(file.filename().string());
        const auto [plan, verdict] = test::play(file);
        const auto found_by = test::not_met(verdict);
        CHECK(verdict.result == (fails(verdict) ? scenario::outcome::failed : scenario::outcome::passed));
        CHECK_FALSE(plan.about.empty());
        CHECK_FALSE(found_by.empty());
        CHECK(found_by == names(plan.fails.begin(), plan.fails.end()));
        finders.insert(found_by.begin(), found_by.end());
        table += fmt::format("  {:<72} {}\n", plan.about, fmt::join(found_by, "; "));
    }
    std::fputs(table.c_str(), stdout);
    return finders;
}

names never_shown(const test::suite_files& suite, const names& finders) {
    const auto all = test::expectations_of(test::plan_of(suite));
    names left;
    std::set_difference(all.begin(), all.end(), finders.begin(), finders.end(), std::inserter(left, left.end()));
    return left;
}

}  // namespace

TEST_CASE("each planted defect of a host is found by the expectations that it names", "[conformance]") {
    CHECK(never_shown(test::host_suite, look_for_defects(test::host_suite, 20)) == names{});
}

TEST_CASE("each planted defect of a machine is found by the expectations that it names", "[conformance]") {
    CHECK(never_shown(test::machine_suite, look_for_defects(test::machine_suite, 20)) == names{});
}
