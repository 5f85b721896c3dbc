#include "scenario/suite/work.hpp"

#include <atomic>
#include <thread>

#include "tests/catch.hpp"

using husky::suite::work_list;

TEST_CASE("work is dealt in order", "[suite]") {
    work_list work({{}, {}, {}});
    CHECK(work.take() == 0U);
    CHECK(work.take() == 1U);
    CHECK(work.take() == 2U);
    CHECK_FALSE(work.take());
}

TEST_CASE("what claims the same is not dealt at one time", "[suite]") {
    work_list work({{"HY-0001"}, {"HY-0001", "HY-0002"}, {"HY-0003"}});
    CHECK(work.take() == 0U);
    CHECK(work.take() == 2U);
    work.done(0);
    CHECK(work.take() == 1U);
    CHECK_FALSE(work.take());
}

TEST_CASE("who waits for a claim goes on when it is free", "[suite]") {
    work_list work({{"HY-0001"}, {"HY-0001"}});
    REQUIRE(work.take() == 0U);
    std::atomic<bool> got{false};
    std::jthread waiter([&] { got = work.take() == 1U; });
    work.done(0);
    waiter.join();
    CHECK(got);
}

TEST_CASE("a stopped list deals nothing, and nobody waits for it", "[suite]") {
    work_list work({{"HY-0001"}, {"HY-0001"}});
    REQUIRE(work.take() == 0U);
    std::atomic<bool> nothing{false};
    std::jthread waiter([&] { nothing = !work.take(); });
    work.stop();
    waiter.join();
    CHECK(nothing);
}
