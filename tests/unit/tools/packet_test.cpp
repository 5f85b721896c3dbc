#include "tools/link/captures/packet.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::tools;
using husky::protocol::append;
using husky::protocol::exact;
using husky::protocol::wire;

namespace {

constexpr std::string_view ethernet = "02 00 00 00 00 02 02 00 00 00 00 01 08 00";
// 10.0.0.1:40000 > 10.0.0.2:1310, sequence 1, PSH ACK, data `start`
constexpr std::string_view ipv4 = "45 00 00 2D 00 00 40 00 40 06 00 00 0A 00 00 01 0A 00 00 02";
constexpr std::string_view tcp = "9C 40 05 1E 00 00 00 01 00 00 00 00 50 18 FF FF 00 00 00 00 05 00 03 00 00";
constexpr std::string_view ipv6 = "60 00 00 00 00 19 06 40 00*15 01 00*15 01";

std::vector<std::byte> joined(std::initializer_list<std::string_view> parts) {
    std::vector<std::byte> all;
    for (const auto part : parts)
        append(all, wire(part));
    return exact(all);
}

void check_start(int layer, std::initializer_list<std::string_view> parts) {
    const auto bytes = joined(parts);
    const auto p = parse_packet(layer, bytes);
    REQUIRE(p.kind == packet_kind::tcp);
    CHECK(p.sequence == 1);
    CHECK(p.from.port == 40000);
    CHECK(p.to.port == 1310);
    CHECK(exact(p.data) == wire("05 00 03 00 00"));
    CHECK(p.missing == 0);
}

}  // namespace

TEST_CASE("a segment is found below every link layer", "[packet]") {
    check_start(link_layer::ethernet, {ethernet, ipv4, tcp});
    check_start(link_layer::ethernet, {"00*12 81 00 00 01 08 00", ipv4, tcp});              // a VLAN
    check_start(link_layer::ethernet, {"00*12 88 A8 00 01 81 00 00 02 86 DD", ipv6, tcp});  // two, and IPv6
    check_start(link_layer::ethernet, {ethernet, ipv4, tcp, "00*6"});                       // filled up to 60 bytes
    check_start(link_layer::linux_cooked, {"00*14 08 00", ipv4, tcp});
    check_start(link_layer::linux_cooked_v2, {"08 00 00*18", ipv4, tcp});
    check_start(link_layer::null, {"02 00 00 00", ipv4, tcp});
    check_start(link_layer::loop, {"00 00 00 18", ipv6, tcp});
    check_start(link_layer::raw, {ipv4, tcp});
    check_start(link_layer::ipv6, {ipv6, tcp});
    // hop-by-hop options of 8 bytes before TCP
    check_start(link_layer::raw, {"60 00 00 00 00 21 00 40 00*15 01 00*15 01", "06 00 00*6", tcp});
    // total length 0: the card cuts the segment itself
    check_start(link_layer::raw, {"45 00 00 00 00 00 40 00 40 06 00 00 0A 00 00 01 0A 00 00 02", tcp});
}

TEST_CASE("ends are written with their ports", "[packet]") {
    const auto four = joined({ipv4, tcp}), six = joined({ipv6, tcp});
    CHECK(to_text(parse_packet(link_layer::raw, four).from) == "10.0.0.1:40000");
    CHECK(to_text(parse_packet(link_layer::raw, six).to) == "[::1]:1310");
}

TEST_CASE("a packet that was not captured whole says what is missing", "[packet]") {
    const auto whole = joined({ethernet, ipv4, tcp});
    const auto p = parse_packet(link_layer::ethernet, std::span(whole).first(whole.size() - 2));
    REQUIRE(p.kind == packet_kind::tcp);
    CHECK(p.data.size() == 3);
    CHECK(p.missing == 2);
}

TEST_CASE("heads that are cut at any byte are broken, never read past", "[packet]") {
    for (const auto& [layer, whole, heads] :
         {std::tuple{link_layer::ethernet, joined({ethernet, ipv4, tcp}), std::size_t{54}},
          std::tuple{link_layer::raw, joined({ipv6, tcp}), std::size_t{60}},
          std::tuple{link_layer::linux_cooked_v2, joined({"08 00 00*18", ipv4, tcp}), std::size_t{60}}}) {
        for (std::size_t size = 0; size < heads; ++size) {
            CAPTURE(layer, size);
            const auto cut = exact(std::span(whole).first(size));
            CHECK(parse_packet(layer, cut).kind == packet_kind::broken);
        }
    }
}

TEST_CASE("what is no TCP or UDP is other, fragments are told", "[packet]") {
    const auto arp = joined({"00*12 08 06 00*28"});
    CHECK(parse_packet(link_layer::ethernet, arp).kind == packet_kind::other);
    const auto icmp = joined({"45 00 00 1C 00 00 40 00 40 01 00 00 0A 00 00 01 0A 00 00 02 00*8"});
    CHECK(parse_packet(link_layer::raw, icmp).kind == packet_kind::other);
    const auto first = joined({"45 00 00 2D 00 00 20 00 40 06 00 00 0A 00 00 01 0A 00 00 02", tcp});
    CHECK(parse_packet(link_layer::raw, first).kind == packet_kind::fragment);
}

TEST_CASE("the data of a datagram ends where its head says", "[packet]") {
    const auto bytes = joined({"45 00 00 22 00 00 40 00 40 11 00 00 0A 00 00 01 0A 00 00 02", "9C 40 05 1E 00 0C 00 00",
                               "04 00 70 00 EE EE"});
    const auto p = parse_packet(link_layer::raw, bytes);
    REQUIRE(p.kind == packet_kind::udp);
    CHECK(exact(p.data) == wire("04 00 70 00"));
}
