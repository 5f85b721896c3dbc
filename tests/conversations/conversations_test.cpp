#include "tests/conversations/conversations.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/sim/players.hpp"

using namespace husky::conversations;

namespace {

std::string_view direction(bool host_dials) { return host_dials ? "host" : "machine"; }

/// What goes wrong in a run; empty if nothing does.
std::string wrong_in(run& r) {
    try {
        r.perform();
    } catch (const husky::sim::violation& found) {
        return found.what();
    }
    return "";
}

/// One run is chosen by HUSKY_CASE: conversation/who dials/kind/n.
bool is_chosen(const std::string& name) {
    const char* only = std::getenv("HUSKY_CASE");
    return only == nullptr || name == only;
}

struct tally {
    std::size_t runs = 0;
    std::size_t wrong = 0;
    std::string first;  ///< what went wrong first, and how to repeat it
};

/// Every operation of a conversation fails in turn, where it can fail so.
void fail_each(run_plan plan, const failure_kind& kind, tally& all) {
    plan.nth = 0;
    run whole(plan);
    const auto wrong = wrong_in(whole);
    if (!wrong.empty()) return;  // another test tells
    const auto& steps = whole.counted();
    const auto expected = whole.seen();
    plan.expected = &expected;
    plan.how = kind.how;
    for (plan.nth = 1; plan.nth <= steps.size(); ++plan.nth) {
        if (!kind.applies(steps[plan.nth - 1])) continue;
        const auto name = fmt::format("{}/{}/{}/{}", plan.what->name, direction(plan.host_dials), kind.name, plan.nth);
        if (!is_chosen(name)) continue;
        ++all.runs;
        run r(plan);
        const auto found = wrong_in(r);
        if (found.empty()) continue;
        if (plan.bug == planted::none)
            UNSCOPED_INFO(found << "\n  repeat with HUSKY_CASE='" << name << "' test_conversations '[" << kind.name
                                << "]'");
        if (all.wrong++ == 0) all.first = found;
    }
}

tally fail_all(failure how, planted bug = planted::none) {
    tally all;
    for (const auto& c : all_conversations())
        for (const bool host_dials : {false, true})
            fail_each({.what = &c, .host_dials = host_dials, .bug = bug}, kind_of(how), all);
    return all;
}

/// The number of runs is told, so that a report shows how much was tried.
void nothing_goes_wrong(failure how, std::size_t min_runs) {
    const auto all = fail_all(how);
    CHECK(all.wrong == 0);
    CHECK(all.runs >= (std::getenv("HUSKY_CASE") == nullptr ? min_runs : 1));
    fmt::print("{}: {} runs\n", kind_of(how).name, all.runs);
}

}  // namespace

TEST_CASE("every conversation succeeds when nothing fails, and takes the same operations each time",
          "[conversations]") {
    for (const auto& c : all_conversations())
        for (const bool host_dials : {false, true}) {
            CAPTURE(c.name, host_dials);
            run first({.what = &c, .host_dials = host_dials}), second({.what = &c, .host_dials = host_dials});
            CHECK(wrong_in(first) == "");
            CHECK(wrong_in(second) == "");
            CHECK(first.counted() == second.counted());
            CHECK(first.counted().size() >= 2);
        }
}

TEST_CASE("a link lost before any operation harms nothing", "[conversations][cut_before]") {
    nothing_goes_wrong(failure::cut_before, 600);
}

TEST_CASE("a link lost behind any operation harms nothing", "[conversations][cut_after]") {
    nothing_goes_wrong(failure::cut_after, 650);
}

TEST_CASE("a link lost inside any message harms nothing", "[conversations][cut_inside]") {
    nothing_goes_wrong(failure::cut_inside, 300);
}

TEST_CASE("a loss that the machine is not told of is found, wherever it comes", "[conversations][host_loses]") {
    nothing_goes_wrong(failure::host_loses, 600);
}

TEST_CASE("a loss that the host is not told of is found, wherever it comes", "[conversations][machine_loses]") {
    nothing_goes_wrong(failure::machine_loses, 600);
}

TEST_CASE("a link that dies in silence is given up, wherever it dies", "[conversations][dead]") {
    nothing_goes_wrong(failure::dead, 600);
}

TEST_CASE("any message may get lost: a timer finds it, or a gap says so", "[conversations][dropped]") {
    nothing_goes_wrong(failure::dropped, 300);
}

TEST_CASE("any request may be answered with an error", "[conversations][error_answer]") {
    nothing_goes_wrong(failure::error_answer, 110);
}

TEST_CASE("any message may break the framing: error 2, and a new link", "[conversations][broken_size]") {
    nothing_goes_wrong(failure::broken_size, 300);
}

TEST_CASE("a bit that is another one in any block is found by the checksum", "[conversations][flipped_bit]") {
    nothing_goes_wrong(failure::flipped_bit, 25);
}

TEST_CASE("any timer may be late", "[conversations][late]") { nothing_goes_wrong(failure::late, 10); }

TEST_CASE("a slot, the archive, the store and a connection may be refused", "[conversations][refused]") {
    nothing_goes_wrong(failure::refused, 50);
}

TEST_CASE("a machine that keeps half of what it refuses is found out", "[conversations][planted]") {
    const auto all = fail_all(failure::refused, planted::applies_what_it_refuses);
    CHECK(all.wrong > 0);
    CHECK(all.first.find("half of one") != std::string::npos);
}

TEST_CASE("a host that forgets its gaps is found out", "[conversations][planted]") {
    const auto all = fail_all(failure::cut_after, planted::forgets_gaps);
    CHECK(all.wrong > 0);
    CHECK(all.first.find("lost in silence") != std::string::npos);
}

TEST_CASE("a host that hands one answer up twice is found out", "[conversations][planted]") {
    const auto& c = all_conversations()[3];
    run r({.what = &c, .bug = planted::answers_twice});
    CHECK(wrong_in(r).find("was answered 2 times") != std::string::npos);
}
