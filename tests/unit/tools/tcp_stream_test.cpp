#include "tools/link/captures/tcp_stream.hpp"

#include <random>
#include <string>

#include "tests/catch.hpp"
#include "tests/unit/protocol/seed.hpp"

using namespace husky::tools;

namespace {

/// What a stream handed on: its bytes as text, a gap of 3 as "<3>", a beginning in the middle as "~".
struct heard final : stream_listener {
    std::string text;
    void on_bytes(std::span<const std::byte> bytes) override {
        for (const auto b : bytes)
            text += static_cast<char>(b);
    }
    void on_missing(std::size_t count) override { text += "<" + std::to_string(count) + ">"; }
    void on_middle() override { text += "~"; }
};

struct sent {
    std::uint32_t sequence;
    std::string_view data;
    std::size_t missing = 0;
    bool syn = false;
};

std::string hear(const std::vector<sent>& segments) {
    tcp_stream stream;
    heard h;
    for (const auto& s : segments)
        stream.segment(s.sequence, s.syn, std::as_bytes(std::span(s.data)), s.missing, h);
    stream.finish(h);
    return h.text;
}

constexpr sent syn_at(std::uint32_t sequence) { return {sequence, "", 0, true}; }

}  // namespace

TEST_CASE("segments are put in order", "[tcp]") {
    CHECK(hear({syn_at(9), {10, "abc"}, {13, "def"}}) == "abcdef");
    CHECK(hear({syn_at(9), {13, "def"}, {16, "ghi"}, {10, "abc"}}) == "abcdefghi");
    CHECK(hear({syn_at(9), {16, "ghi"}, {13, "def"}, {10, "abc"}}) == "abcdefghi");
}

TEST_CASE("what is sent again is heard once, overlaps too", "[tcp]") {
    CHECK(hear({syn_at(9), syn_at(9), {10, "abc"}, {10, "abc"}, {13, "d"}}) == "abcd");
    CHECK(hear({syn_at(9), {10, "abc"}, {11, "bcde"}, {10, "abcdef"}}) == "abcdef");
    CHECK(hear({syn_at(9), {12, "cde"}, {14, "efg"}, {13, "de"}, {10, "abcd"}}) == "abcdefg");
    CHECK(hear({syn_at(9), {12, "c"}, {12, "cde"}, {12, "cd"}, {10, "ab"}}) == "abcde");
}

TEST_CASE("sequence numbers wrap", "[tcp]") {
    CHECK(hear({syn_at(0xFFFFFFFD), {0xFFFFFFFE, "abc"}, {1, "def"}}) == "abcdef");
    CHECK(hear({syn_at(0xFFFFFFFD), {1, "def"}, {0xFFFFFFFE, "abc"}}) == "abcdef");
    CHECK(hear({syn_at(0xFFFFFFFF), {0, "abc"}, {0xFFFFFFFE, "xyabcd"}}) == "abcd");
}

TEST_CASE("a capture that begins in the middle begins with its first data", "[tcp]") {
    CHECK(hear({{100, ""}, {100, "abc"}, {103, "def"}}) == "~abcdef");
    CHECK(hear({{100, "abc"}, {97, "xyz"}}) == "~abc");
}

TEST_CASE("a gap is told once nothing more comes", "[tcp]") {
    CHECK(hear({syn_at(9), {10, "abc"}, {15, "fg"}, {20, "kl"}}) == "abc<2>fg<3>kl");
}

TEST_CASE("bytes that were not captured are a gap, unless another copy has them", "[tcp]") {
    CHECK(hear({syn_at(9), {10, "ab", 3}, {15, "fg"}}) == "ab<3>fg");
    CHECK(hear({syn_at(9), {12, "c", 2}, {12, "cde"}, {10, "ab"}}) == "abcde");
    CHECK(hear({syn_at(9), {10, "", 4}, {14, "e"}}) == "<4>e");
    CHECK(hear({syn_at(9), {10, "abcd"}, {12, "c", 3}, {16, "g"}}) == "abcd<2>g");
}

TEST_CASE("more waiting bytes than are kept are handed on behind a gap", "[tcp]") {
    tcp_stream stream;
    heard h;
    const std::string block(1000, 'x');
    stream.segment(0, true, {}, 0, h);
    for (std::uint32_t at = 2; at < 2 + tcp_stream::max_waiting + 1000; at += 1000)
        stream.segment(at, false, std::as_bytes(std::span(block)), 0, h);
    CHECK(h.text.substr(0, 4) == "<1>x");

    heard many;
    tcp_stream crumbs;
    crumbs.segment(0, true, {}, 0, many);
    for (std::uint32_t i = 0; i <= tcp_stream::max_segments; ++i)
        crumbs.segment(2 + 2 * i, false, std::as_bytes(std::span(block).first(1)), 0, many);
    CHECK(many.text == "<1>x");
}

TEST_CASE("any order with any repeats gives the same bytes", "[tcp][random]") {
    const auto seed = husky::protocol::test_seed();
    INFO("HUSKY_SEED=" << seed << " test_tools [random]");
    std::mt19937_64 random(seed);
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += static_cast<char>('a' + i % 26);
    const std::uint32_t first = 0xFFFFFFFF - 200;
    for (int round = 0; round < 100; ++round) {
        std::vector<sent> segments;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t size = 1 + random() % 40, back = random() % std::min<std::size_t>(at + 1, 10);
            const auto data = std::string_view(text).substr(at - back, size + back);
            segments.push_back({static_cast<std::uint32_t>(first + 1 + at - back), data});
            if (random() % 4 == 0) segments.push_back(segments.back());
            at += size;
        }
        std::shuffle(segments.begin(), segments.end(), random);
        segments.insert(segments.begin(), syn_at(first));
        REQUIRE(hear(segments) == text);
    }
}
