#include "protocol/trace/pcapng_writer.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

namespace {

/// 10.0.0.1:40000 dials 10.0.0.2:1310, at 2026-01-01 00:00:00.000000001 GMT.
traced_moment moment() {
    traced_moment m;
    m.at = trace_time(std::chrono::nanoseconds(1'767'225'600'000'000'001));
    m.ends.dialler = {{10, 0, 0, 1}, false, 40000};
    m.ends.listener = {{10, 0, 0, 2}, false, 1310};
    return m;
}

template <class Append>
std::vector<std::byte> written(const Append& append) {
    std::vector<std::byte> out;
    append(out);
    return out;
}

std::uint32_t u32(std::span<const std::byte> b, std::size_t at) {
    std::uint32_t n = 0;
    for (std::size_t i = 4; i > 0; --i)
        n = n << 8U | std::to_integer<std::uint32_t>(b[at + i - 1]);
    return n;
}

/// What the sum over bytes and its own place must come to.
unsigned folded(std::span<const std::byte> bytes, unsigned sum = 0) {
    for (std::size_t i = 0; i < bytes.size(); ++i)
        sum += std::to_integer<unsigned>(bytes[i]) << (i % 2 == 0 ? 8U : 0U);
    while (sum > 0xFFFF)
        sum = (sum >> 16U) + (sum & 0xFFFFU);
    return sum;
}

}  // namespace

TEST_CASE("a capture begins with a section and an interface of raw IP in nanoseconds", "[trace]") {
    CHECK(written([](auto& out) { append_capture_head(out, "us"); }) ==
          wire("0A 0D 0D 0A 28 00 00 00 4D 3C 2B 1A 01 00 00 00 FF*8 04 00 02 00 'us' 00 00 00*4 28 00 00 00 "
               "01 00 00 00 20 00 00 00 65 00 00 00 00 00 04 00 09 00 01 00 09 00 00 00 00*4 20 00 00 00"));
}

TEST_CASE("a piece of a stream is one packet with true heads", "[trace]") {
    auto m = moment();
    m.from_dialler = 2;
    m.from_listener = 3;
    const auto data = wire("05 00 03 00 00");
    CHECK(written([&](auto& out) { append_data(out, m, data); }) ==
          wire("06 00 00 00 50 00 00 00 00 00 00 00 51 72 86 18 01 00 FA ED 2D 00 00 00 2D 00 00 00 "
               "45 00 00 2D 00 00 40 00 40 06 26 C9 0A 00 00 01 0A 00 00 02 "
               "9C 40 05 1E 10 00 00 03 90 00 00 04 50 18 FF FF 52 5F 00 00 "
               "05 00 03 00 00 00*3 50 00 00 00"));
}

TEST_CASE("checksums of packets come out even, of IPv4 and IPv6, with an odd byte and without", "[trace]") {
    for (const bool six : {false, true}) {
        for (const std::size_t size : {0U, 1U, 2U, 1001U}) {
            CAPTURE(six, size);
            auto m = moment();
            m.ends.listener.is_v6 = six;
            const std::vector<std::byte> data(size, std::byte{0xA5});
            std::vector<std::byte> out;
            size == 0 ? append_ending(out, m, false) : append_data(out, m, data);
            const auto packet = std::span(out).subspan(28, u32(out, 20));
            const std::size_t head = six ? 40 : 20;
            const auto tcp = packet.subspan(head);
            if (!six) CHECK(folded(packet.first(20)) == 0xFFFF);
            const auto addresses = packet.subspan(six ? 8 : 12, six ? 32 : 8);
            CHECK(folded(tcp, folded(addresses) + 6 + static_cast<unsigned>(tcp.size())) == 0xFFFF);
        }
    }
}

TEST_CASE("an address of IPv4 beside one of IPv6 is written as mapped", "[trace]") {
    auto m = moment();
    m.ends.listener = {{0xFE, 0x80}, true, 1310};
    const auto out = written([&](auto& o) { append_ending(o, m, true); });
    CHECK(exact(std::span(out).subspan(28 + 8, 32)) == wire("00*10 FF FF 0A 00 00 01 FE 80 00*14"));
}

TEST_CASE("a large piece is cut into packets that follow each other", "[trace]") {
    const std::vector<std::byte> data(2 * max_in_a_packet + 1);
    const auto out = written([&](auto& o) { append_data(o, moment(), data); });
    std::size_t packets = 0, bytes = 0;
    for (std::size_t at = 0; at < out.size(); at += u32(out, at + 4), ++packets)
        bytes += u32(out, at + 20) - 40;
    CHECK(packets == 3);
    CHECK(bytes == data.size());
}

TEST_CASE("connections begin at sequence numbers of their own", "[trace]") {
    auto m = moment();
    const auto first = written([&](auto& o) { append_opening(o, m); });
    m.connection = 1;
    const auto second = written([&](auto& o) { append_opening(o, m); });
    REQUIRE(first.size() == second.size());
    CHECK(first != second);
}

TEST_CASE("what was left out stands at the end", "[trace]") {
    const auto out = written([](auto& o) { append_statistics(o, trace_time{}, 7, 2); });
    CHECK(out == wire("05 00 00 00 34 00 00 00 00*4 00*8 04 00 08 00 07 00*7 05 00 08 00 02 00*7 00*4 34 00 00 00"));
}
