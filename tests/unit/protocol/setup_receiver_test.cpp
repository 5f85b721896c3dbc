#include "protocol/setups/setup_receiver.hpp"

#include "protocol/setups/checksum.hpp"
#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

using answer = std::pair<result_code, std::uint32_t>;

const std::uint32_t of_set_up = checksum(wire("'set-up'"));

/// A block of the set-up 1 that reads "set-up", unless it says otherwise.
download_setup block(std::uint32_t offset, std::string_view data, std::uint32_t total = 6,
                     std::uint32_t crc = of_set_up, std::uint16_t number = 1) {
    const auto bytes = std::as_bytes(std::span(data));
    return {number, total, crc, offset, {bytes.begin(), bytes.end()}};
}

answer said_by(setup_receiver& r, const download_setup& b) {
    const auto said = r.take(b);
    return {said.result, said.next_offset};
}

std::string text_of(const setup_receiver& r) {
    return {reinterpret_cast<const char*>(r.content().data()), r.content().size()};
}

}  // namespace

TEST_CASE("blocks in order make a set-up", "[setup][receiver]") {
    setup_receiver r;
    CHECK(said_by(r, block(0, "se")) == answer{result_code::ok, 2});
    CHECK_FALSE(r.complete());
    CHECK(said_by(r, block(2, "t-")) == answer{result_code::ok, 4});
    CHECK(said_by(r, block(4, "up")) == answer{result_code::ok, 6});
    REQUIRE(r.complete());
    CHECK(text_of(r) == "set-up");
}

TEST_CASE("a set-up may come in one block, and byte by byte", "[setup][receiver]") {
    setup_receiver r;
    CHECK(said_by(r, block(0, "set-up")) == answer{result_code::ok, 6});
    REQUIRE(r.complete());
    for (std::uint32_t i = 0; i < 6; ++i) {
        CHECK(said_by(r, block(i, std::string_view("set-up").substr(i, 1))) == answer{result_code::ok, i + 1});
        CHECK(r.complete() == (i == 5));
    }
    CHECK(text_of(r) == "set-up");
}

TEST_CASE("a block out of turn is told the offset that is expected, and nothing is lost", "[setup][receiver]") {
    setup_receiver r;
    CHECK(said_by(r, block(2, "t-")) == answer{result_code::wrong_offset, 0});
    CHECK(said_by(r, block(0, "se")) == answer{result_code::ok, 2});
    CHECK(said_by(r, block(4, "up")) == answer{result_code::wrong_offset, 2});
    CHECK(said_by(r, block(1, "et")) == answer{result_code::wrong_offset, 2});
    CHECK(said_by(r, block(2, "t-")) == answer{result_code::ok, 4});
    CHECK(said_by(r, block(2, "t-")) == answer{result_code::wrong_offset, 4});
    CHECK(said_by(r, block(4, "up")) == answer{result_code::ok, 6});
    CHECK(r.complete());
}

TEST_CASE("offset 0 starts anew, with whatever head", "[setup][receiver]") {
    setup_receiver r;
    said_by(r, block(0, "set-"));
    CHECK(said_by(r, block(0, "XY", 2, checksum(wire("'XY'")), 3)) == answer{result_code::ok, 2});
    CHECK(r.complete());
    CHECK(text_of(r) == "XY");
}

TEST_CASE("another head on the way drops what has arrived", "[setup][receiver]") {
    const auto other = GENERATE(block(2, "t-", 6, 1), block(2, "t-", 7), block(2, "t-", 6, of_set_up, 2));
    setup_receiver r;
    said_by(r, block(0, "se"));
    CHECK(said_by(r, other) == answer{result_code::wrong_offset, 0});
    CHECK(r.held() == 0);
    CHECK(said_by(r, block(2, "t-")) == answer{result_code::wrong_offset, 0});
    CHECK(said_by(r, block(0, "set-up")) == answer{result_code::ok, 6});
    CHECK(r.complete());
}

TEST_CASE("what is past the end, empty or too large is a bad argument", "[setup][receiver]") {
    setup_receiver r(100);
    said_by(r, block(0, "se"));
    CHECK(said_by(r, block(2, "t-up!")) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(6, "!")) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(0xFFFFFFFF, "!!")) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(2, "")) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(0, "", 0, 0)) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(0, "x", 101)) == answer{result_code::bad_argument, 0});
    CHECK(said_by(r, block(0, "x", 0xFFFFFFFF)) == answer{result_code::bad_argument, 0});
    CHECK(said_by(r, block(0, "toolong")) == answer{result_code::bad_argument, 2});
    CHECK(said_by(r, block(2, "t-up")) == answer{result_code::ok, 6});
    CHECK(r.complete());
}

TEST_CASE("a set-up whose checksum differs is dropped whole", "[setup][receiver]") {
    for (unsigned bit = 0; bit < 48; ++bit) {
        auto flipped = block(0, "set-up");
        flipped.data[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        setup_receiver r;
        CHECK(said_by(r, flipped) == answer{result_code::bad_checksum, 0});
        CHECK_FALSE(r.complete());
        CHECK(r.held() == 0);
    }
}

TEST_CASE("a large announcement takes no memory", "[setup][receiver]") {
    setup_receiver r;
    CHECK(said_by(r, block(0, "s", default_max_setup_size)) == answer{result_code::ok, 1});
    CHECK(r.held() < 64);
    r.drop();
    CHECK(r.held() == 0);
}
