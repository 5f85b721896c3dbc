#include "server/trace/frame_ring.hpp"

#include <algorithm>
#include <random>

#include "tests/catch.hpp"

using namespace husky::host;

namespace {

std::vector<std::byte> message(std::size_t size, int fill) { return std::vector<std::byte>(size, std::byte(fill)); }

/// What the ring holds, as the first byte of each frame; -1 where one was forgotten.
std::vector<int> held_by(const frame_ring& ring) {
    std::vector<int> all;
    for (auto at = ring.oldest(); at < ring.next(); ++at) {
        const auto f = ring.at(at);
        all.push_back(f ? static_cast<int>(f->bytes.front()) : -1);
    }
    return all;
}

}  // namespace

TEST_CASE("a ring keeps frames in their order, and a new one takes the place of the oldest", "[trace]") {
    frame_ring ring({4, 1024});
    for (int i = 1; i <= 6; ++i)
        ring.add({.link = 9, .direction = frame_direction::sent}, message(10, i));
    CHECK(ring.oldest() == 2);
    CHECK(ring.next() == 6);
    CHECK(held_by(ring) == std::vector<int>{3, 4, 5, 6});
    CHECK(ring.at(5)->about.link == 9);
    CHECK(ring.at(5)->about.direction == frame_direction::sent);
    CHECK_FALSE(ring.at(1));
    CHECK_FALSE(ring.at(6));
}

TEST_CASE("a ring is bounded in bytes too, and keeps each frame in one piece", "[trace]") {
    frame_ring ring({64, 256});
    ring.add({}, message(100, 1));
    ring.add({}, message(100, 2));
    CHECK(held_by(ring) == std::vector<int>{1, 2});
    ring.add({}, message(100, 3));  // the 56 bytes at the end stay free
    CHECK(held_by(ring) == std::vector<int>{2, 3});
    CHECK(ring.at(2)->bytes.size() == 100);
    ring.add({}, message(256, 4));
    CHECK(held_by(ring) == std::vector<int>{4});
    ring.add({}, message(257, 5));  // does not fit at all
    CHECK(held_by(ring) == std::vector<int>{4});
    CHECK(ring.next() == 4);
}

TEST_CASE("frames of any sizes come back whole, the newest as many as fit", "[trace]") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U);
    CAPTURE(seed);
    std::mt19937 random(seed);
    frame_ring ring({32, 2048});
    std::vector<std::vector<std::byte>> sent;
    for (int i = 0; i < 2000; ++i) {
        sent.push_back(message(4 + random() % 300, i % 256));
        ring.add({}, sent.back());
        REQUIRE(ring.next() == sent.size());
        std::size_t held = 0;
        for (auto at = ring.oldest(); at < ring.next(); ++at) {
            const auto bytes = ring.at(at)->bytes;
            REQUIRE(std::equal(bytes.begin(), bytes.end(), sent[at].begin(), sent[at].end()));
            held += bytes.size();
        }
        REQUIRE(held <= 2048);
        REQUIRE(ring.next() - ring.oldest() <= 32);
        // No frame is given up early: with the one before, and what stays free at the end, it would be too much.
        if (ring.oldest() > 0 && ring.next() - ring.oldest() < 32)
            REQUIRE(held + sent[ring.oldest() - 1].size() + 304 > 2048);
    }
}

TEST_CASE("a name that a link tells holds for what passed before", "[trace]") {
    frame_ring ring({8, 1024});
    ring.add({.link = 1}, message(4, 1));
    CHECK(ring.at(0)->serial.empty());
    ring.name_link(1, "HY-0001");
    ring.add({.link = 2}, message(4, 2));
    CHECK(ring.at(0)->serial == "HY-0001");
    CHECK(ring.at(1)->serial.empty());
    ring.end_link(1);
    ring.end_link(2);
    CHECK(ring.at(0)->serial == "HY-0001");
}

TEST_CASE("names of links whose frames are gone are not kept", "[trace]") {
    frame_ring ring({2, 1024});
    for (std::uint64_t link = 1; link <= 100; ++link) {
        ring.add({.link = link}, message(4, 1));
        ring.name_link(link, "HY");
        ring.end_link(link);
    }
    ring.end_link(0);
    ring.add({.link = 1}, message(4, 1));
    CHECK(ring.at(ring.next() - 1)->serial.empty());
    CHECK(ring.at(ring.next() - 2)->serial == "HY");
}

TEST_CASE("what a ring forgets is gone, and positions go on", "[trace]") {
    frame_ring ring({8, 1024});
    ring.name_link(1, "HY-0001");
    ring.name_link(2, "HY-0002");
    for (int i = 1; i <= 4; ++i)
        ring.add({.link = static_cast<std::uint64_t>(1 + i % 2)}, message(4, i));
    ring.forget("HY-0001");
    CHECK(held_by(ring) == std::vector<int>{1, -1, 3, -1});
    ring.clear();
    CHECK(held_by(ring).empty());
    ring.add({.link = 2}, message(4, 5));
    CHECK(ring.next() == 5);
    CHECK(held_by(ring) == std::vector<int>{5});
    CHECK(ring.at(4)->serial == "HY-0002");
}

TEST_CASE("threads share the frames of a host, but each has enough for itself", "[trace]") {
    CHECK(frame_ring::share_of(2).frames == 8192);
    CHECK(frame_ring::share_of(2).bytes == std::size_t{2} << 20U);
    CHECK(frame_ring::share_of(256).frames == frame_ring::smallest.frames);
    CHECK(frame_ring::share_of(256).bytes == frame_ring::smallest.bytes);
    CHECK(frame_ring::smallest.bytes > husky::protocol::default_dialect().max_message());
}
