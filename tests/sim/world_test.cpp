#include <cstdlib>
#include <optional>

#include "tests/catch.hpp"
#include "tests/sim/world.hpp"

using namespace husky::sim;

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr std::uint64_t runs = 5;  // one thread: nothing for this sanitizer to find but time
#elif defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t runs = 40;
#else
constexpr std::uint64_t runs = 200;
#endif

/// What goes wrong in the world of a plan; empty if nothing does.
std::string wrong_in(const world_plan& plan) {
    try {
        world(plan).run();
    } catch (const violation& found) {
        return found.what();
    }
    return "";
}

std::optional<std::uint64_t> number_from(const char* variable) {
    const char* given = std::getenv(variable);
    if (given == nullptr) return std::nullopt;
    return std::strtoull(given, nullptr, 10);
}

/// How many of some worlds with this fault show it, and the words of the first that does.
struct catches {
    std::size_t count = 0;
    std::string first;
};

catches caught(world_plan plan) {
    catches all;
    for (plan.seed = 1; plan.seed <= 12; ++plan.seed) {
        const auto wrong = wrong_in(plan);
        if (wrong.empty()) continue;
        if (all.count++ == 0) all.first = wrong;
    }
    return all;
}

}  // namespace

TEST_CASE("in any world every cycle is stored once, in order, or stands in a gap", "[sim]") {
    const auto only = number_from("HUSKY_SEED");
    const auto count = only ? 1 : number_from("HUSKY_RUNS").value_or(runs);
    const auto first = only.value_or(1);
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        INFO("rerun with HUSKY_SEED=" << seed << " test_sim '[sim]'");
        REQUIRE(wrong_in({.seed = seed}) == "");
    }
}

TEST_CASE("one seed makes one world", "[sim][planted]") {
    const world_plan plan{.seed = 3, .host = host_bug::forgets_gaps};
    CHECK(wrong_in(plan) == wrong_in(plan));
}

TEST_CASE("a host that forgets gaps is caught", "[sim][planted]") {
    const auto found = caught({.host = host_bug::forgets_gaps});
    CHECK(found.count >= 6);
    CHECK(found.first.ends_with("is lost in silence"));
}

TEST_CASE("a machine that says its last cycle again is caught", "[sim][planted]") {
    const auto found = caught({.machines_resend = true});
    CHECK(found.count >= 6);
    CHECK((found.first.ends_with("out of order") || found.first.ends_with("twice")));
}

TEST_CASE("a host that lets a dead link keep its serial is caught", "[sim][planted]") {
    const auto found = caught({.host = host_bug::answers_no_takeover});
    CHECK(found.count >= 6);
    CHECK(found.first.ends_with("got no answer to its init"));
}
