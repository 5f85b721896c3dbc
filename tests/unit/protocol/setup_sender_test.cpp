#include "protocol/setups/setup_sender.hpp"

#include "protocol/setups/checksum.hpp"
#include "tests/catch.hpp"
#include "tests/unit/protocol/still_machine.hpp"

using namespace husky::protocol;

namespace {

std::string long_text(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += static_cast<char>('a' + (i * i / 7) % 26);
    return text;
}

std::uint32_t checksum_of(const std::string& text) { return checksum(std::as_bytes(std::span(text))); }

/// All blocks from `offset` on, put together.
std::string rest(setup_sender& s, machine_model& m, std::uint16_t number, std::uint32_t offset) {
    std::string text;
    for (;;) {
        const auto r = s.answer({number, offset}, m);
        REQUIRE(r.result == result_code::ok);
        REQUIRE(r.setup_number == number);
        REQUIRE(r.offset == offset);
        REQUIRE(r.data.size() <= upload_block_size);
        text.append(reinterpret_cast<const char*>(r.data.data()), r.data.size());
        offset += static_cast<std::uint32_t>(r.data.size());
        if (offset == r.total_size) return text;
        REQUIRE_FALSE(r.data.empty());
    }
}

}  // namespace

TEST_CASE("a set-up goes up in blocks, each with size and checksum of the whole", "[setup][sender]") {
    const auto size =
        GENERATE(std::size_t{1}, upload_block_size - 1, upload_block_size, upload_block_size + 1, std::size_t{60'000});
    still_machine m;
    m.setups[1] = long_text(size);
    setup_sender s;
    const auto first = s.answer({1, 0}, m);
    CHECK(first.total_size == size);
    CHECK(first.crc32 == checksum_of(m.setups[1]));
    CHECK(rest(s, m, 1, 0) == m.setups[1]);
    CHECK(s.held() == 0);
}

TEST_CASE("an upload goes on at any offset, also on a new link", "[setup][sender]") {
    still_machine m;
    m.setups[1] = long_text(20'000);
    for (const std::uint32_t offset : {1U, 8191U, 8192U, 19'999U}) {
        setup_sender s;
        CHECK(rest(s, m, 1, offset) == m.setups[1].substr(offset));
    }
}

TEST_CASE("all blocks are of the set-up as it was at the first", "[setup][sender]") {
    still_machine m;
    const auto before = m.setups[1] = long_text(20'000);
    setup_sender s;
    const auto first = s.answer({1, 0}, m);
    m.setups[1] = long_text(30'000);
    CHECK(rest(s, m, 1, 8192) == before.substr(8192));
    CHECK(m.setups_rendered == 1);
    CHECK(s.answer({1, 0}, m).total_size == 30'000);
    CHECK(s.answer({1, 0}, m).crc32 != first.crc32);
}

TEST_CASE("at the end comes an empty block, past it a bad argument", "[setup][sender]") {
    still_machine m;
    m.setups[1] = long_text(100);
    setup_sender s;
    const auto end = s.answer({1, 100}, m);
    CHECK(end.result == result_code::ok);
    CHECK(end.data.empty());
    for (const std::uint32_t offset : {101U, 0xFFFFFFFFU}) {
        const auto past = s.answer({1, offset}, m);
        CHECK(past.result == result_code::bad_argument);
        CHECK(past.data.empty());
        CHECK(past.total_size == 100);
        CHECK(s.held() == 0);
    }
}

TEST_CASE("a set-up that is not there is not available, and the other one is forgotten", "[setup][sender]") {
    still_machine m;
    m.setups[1] = long_text(20'000);
    setup_sender s;
    s.answer({1, 0}, m);
    CHECK(s.held() > 0);
    const auto none = s.answer({2, 8192}, m);
    CHECK(none.result == result_code::not_available);
    CHECK(none.total_size == 0);
    CHECK(none.setup_number == 2);
    CHECK(s.held() == 0);
}
