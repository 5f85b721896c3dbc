#include "protocol/wire/frame_queue.hpp"

#include <deque>
#include <random>

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky::protocol;
using added = frame_queue::added;

TEST_CASE("messages wait in order, in one piece of memory", "[frame_queue]") {
    frame_queue waiting({});
    CHECK(waiting.empty());
    CHECK(waiting.add(start{1}, default_dialect()) == added::yes);
    CHECK(waiting.add(wire("04 00 70 00")) == added::yes);
    CHECK(waiting.messages() == 2);
    CHECK(waiting.bytes() == 9);
    CHECK(exact(waiting.data()) == wire("05 00 03 00 01 04 00 70 00"));
    CHECK(exact(waiting.front()) == wire("05 00 03 00 01"));
}

TEST_CASE("a writer may stop inside a message", "[frame_queue]") {
    frame_queue waiting({});
    waiting.add(wire("05 00 03 00 01"));
    waiting.add(wire("04 00 70 00"));
    waiting.consume(2);
    CHECK(waiting.messages() == 2);
    CHECK(exact(waiting.front()) == wire("03 00 01"));
    waiting.consume(4);
    CHECK(waiting.messages() == 1);
    CHECK(exact(waiting.front()) == wire("00 70 00"));
    waiting.pop_front();
    CHECK(waiting.empty());
    CHECK(waiting.bytes() == 0);
}

TEST_CASE("a queue is bounded in messages", "[frame_queue]") {
    frame_queue waiting({.messages = 2, .bytes = 1000});
    CHECK(waiting.add(start{}, default_dialect()) == added::yes);
    CHECK(waiting.add(start{}, default_dialect()) == added::yes);
    CHECK(waiting.add(start{}, default_dialect()) == added::full);
    CHECK(waiting.add(wire("04 00 70 00")) == added::full);
    waiting.pop_front();
    CHECK(waiting.add(start{}, default_dialect()) == added::yes);
    CHECK(waiting.messages() == 2);
}

TEST_CASE("a queue is bounded in bytes", "[frame_queue]") {
    frame_queue waiting({.messages = 100, .bytes = 10});
    CHECK(waiting.add(start{}, default_dialect()) == added::yes);
    CHECK(waiting.add(start{}, default_dialect()) == added::yes);
    CHECK_FALSE(waiting.has_room(1));
    CHECK(waiting.add(identify{}, default_dialect()) == added::full);
    waiting.consume(4);
    CHECK(waiting.add(identify{}, default_dialect()) == added::yes);
    CHECK(waiting.bytes() == 10);
}

TEST_CASE("a message beyond 65535 bytes is too large for any queue", "[frame_queue]") {
    frame_queue waiting({.messages = 2, .bytes = 1'000'000});
    upload_setup_response block;
    block.data.resize(65535 - 22 + 1);
    CHECK(waiting.add(block, default_dialect()) == added::too_large);
    CHECK(waiting.empty());
}

TEST_CASE("a queue that may hold nothing is always full", "[frame_queue]") {
    frame_queue waiting({.messages = 0, .bytes = 0});
    CHECK(waiting.add(identify{}, default_dialect()) == added::full);
    CHECK(waiting.empty());
}

TEST_CASE("a cleared queue starts anew", "[frame_queue]") {
    frame_queue waiting({});
    for (int i = 0; i < 40; ++i)
        waiting.add(wire("FF FF 20 80 AB*5000"));
    waiting.consume(12345);
    waiting.clear();
    CHECK(waiting.empty());
    CHECK(waiting.data().empty());
    waiting.add(wire("04 00 70 00"));
    CHECK(exact(waiting.data()) == wire("04 00 70 00"));
}

TEST_CASE("a queue keeps order and bytes under any mix of adding and writing", "[frame_queue][random]") {
    const auto seed = test_seed();
    INFO("rerun with HUSKY_SEED=" << seed << " test_protocol '[frame_queue][random]'");
    std::mt19937_64 random(seed);
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const queue_limits limits{.messages = 50, .bytes = 3000};
    frame_queue waiting(limits);
    std::deque<std::byte> expected;
    std::byte stamp{};
    for (int step = 0; step < 20'000; ++step) {
        if (below(2) == 0) {
            const std::vector<std::byte> message(4 + below(200), stamp);
            stamp = static_cast<std::byte>(std::to_integer<unsigned>(stamp) + 1);
            if (waiting.add(message) == added::yes) expected.insert(expected.end(), message.begin(), message.end());
        } else if (!waiting.empty()) {
            const auto written = below(waiting.bytes()) + 1;
            waiting.consume(written);
            expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(written));
        }
        REQUIRE(waiting.messages() <= limits.messages);
        REQUIRE(waiting.bytes() <= limits.bytes);
        REQUIRE(std::equal(expected.begin(), expected.end(), waiting.data().begin(), waiting.data().end()));
    }
}

TEST_CASE("a first message that was begun to be consumed is no longer whole", "[frame_queue]") {
    frame_queue queue({10, 100});
    const std::array<std::byte, 5> message{std::byte{5}};
    queue.add(message);
    queue.add(message);
    CHECK(queue.front_is_whole());
    queue.consume(2);
    CHECK_FALSE(queue.front_is_whole());
    queue.consume(3);
    CHECK(queue.front_is_whole());
    queue.consume(7 - 5);
    queue.clear();
    CHECK(queue.front_is_whole());
}
