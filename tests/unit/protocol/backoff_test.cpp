#include "protocol/links/backoff.hpp"

#include <vector>

#include "tests/catch.hpp"

using namespace husky::protocol;
using namespace std::chrono_literals;

namespace {

std::vector<duration> waits(std::uint64_t seed, int count) {
    backoff b(60s, seed);
    std::vector<duration> all;
    for (int i = 0; i < count; ++i)
        all.push_back(b.next());
    return all;
}

}  // namespace

TEST_CASE("a wait is uniform between nothing and 2^n seconds, at most the longest", "[backoff]") {
    constexpr int machines = 2000;
    for (const int attempt : {0, 1, 3, 5, 6, 7, 40}) {
        CAPTURE(attempt);
        const double bound_s = attempt > 5 ? 60 : 1 << attempt;
        double sum_s = 0, max_s = 0;
        for (std::uint64_t seed = 0; seed < machines; ++seed) {
            const double wait_s = std::chrono::duration<double>(waits(seed, attempt + 1).back()).count();
            REQUIRE(wait_s >= 0);
            REQUIRE(wait_s <= bound_s);
            sum_s += wait_s;
            max_s = std::max(max_s, wait_s);
        }
        CHECK(sum_s / machines == Approx(bound_s / 2).epsilon(0.05));
        CHECK(max_s > 0.98 * bound_s);
    }
}

TEST_CASE("a seed gives the same waits, another seed others", "[backoff]") {
    CHECK(waits(7, 20) == waits(7, 20));
    CHECK(waits(7, 20) != waits(8, 20));
}

TEST_CASE("success makes the next wait short again", "[backoff]") {
    backoff b(60s, 1);
    for (int i = 0; i < 1000; ++i)
        b.next();
    for (int i = 0; i < 100; ++i) {
        b.reset();
        CHECK(b.next() <= 1s);
    }
}

TEST_CASE("a longest wait of nothing means at once", "[backoff]") {
    backoff b(0s, 1);
    for (int i = 0; i < 10; ++i)
        CHECK(b.next() == 0s);
}
