#include "tools/link/captures/packet.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace husky::tools {

namespace {

constexpr std::uint16_t type_ipv4 = 0x0800;
constexpr std::uint16_t type_ipv6 = 0x86DD;
constexpr int max_vlan_tags = 4;
constexpr int max_ipv6_extensions = 16;

constexpr std::uint8_t protocol_tcp = 6;
constexpr std::uint8_t protocol_udp = 17;

using byte_span = std::span<const std::byte>;

unsigned u8(byte_span b, std::size_t at) { return std::to_integer<unsigned>(b[at]); }
std::uint16_t u16(byte_span b, std::size_t at) { return static_cast<std::uint16_t>(u8(b, at) << 8U | u8(b, at + 1)); }
std::uint32_t u32(byte_span b, std::size_t at) {
    return static_cast<std::uint32_t>(u16(b, at)) << 16U | static_cast<std::uint32_t>(u16(b, at + 2));
}

packet nothing(packet_kind kind) {
    packet p;
    p.kind = kind;
    return p;
}

/// The part of a packet that is there, and how long its heads say it is.
struct payload {
    byte_span there;
    std::size_t length = 0;
};

void take_data(packet& p, payload of, std::size_t head) {
    p.data = of.there.subspan(head);
    p.missing = of.length - of.there.size();
}

packet parse_tcp(packet p, payload of) {
    if (of.there.size() < 20) return nothing(packet_kind::broken);
    const std::size_t head = (u8(of.there, 12) >> 4U) * std::size_t{4};
    if (head < 20 || head > of.there.size()) return nothing(packet_kind::broken);
    const unsigned flags = u8(of.there, 13);
    p.kind = packet_kind::tcp;
    p.from.port = u16(of.there, 0);
    p.to.port = u16(of.there, 2);
    p.sequence = u32(of.there, 4);
    p.fin = (flags & 0x01U) != 0;
    p.syn = (flags & 0x02U) != 0;
    p.reset = (flags & 0x04U) != 0;
    take_data(p, of, head);
    return p;
}

packet parse_udp(packet p, payload of) {
    if (of.there.size() < 8) return nothing(packet_kind::broken);
    const std::size_t length = u16(of.there, 4);
    if (length < 8 || length > of.length) return nothing(packet_kind::broken);
    p.kind = packet_kind::udp;
    p.from.port = u16(of.there, 0);
    p.to.port = u16(of.there, 2);
    of = {of.there.first(std::min(of.there.size(), length)), length};
    take_data(p, of, 8);
    return p;
}

packet parse_transport(const packet& p, unsigned protocol, payload of) {
    if (protocol == protocol_tcp) return parse_tcp(p, of);
    if (protocol == protocol_udp) return parse_udp(p, of);
    return nothing(packet_kind::other);
}

packet_end end_of(byte_span address, bool is_v6) {
    packet_end end;
    end.is_v6 = is_v6;
    std::transform(address.begin(), address.end(), end.address.begin(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return end;
}

/// What follows a head, of `length` bytes by that head; a card that cuts large segments itself leaves it 0.
payload behind(byte_span ip, std::size_t head, std::size_t length) {
    const auto there = ip.subspan(head);
    if (length == 0) return {there, there.size()};
    return {there.first(std::min(there.size(), length)), length};
}

packet parse_ipv4(byte_span ip) {
    if (ip.size() < 20) return nothing(packet_kind::broken);
    const std::size_t head = (u8(ip, 0) & 0x0FU) * std::size_t{4};
    const std::size_t total = u16(ip, 2);
    if (head < 20 || head > ip.size() || (total != 0 && total < head)) return nothing(packet_kind::broken);
    if ((u16(ip, 6) & 0x3FFFU) != 0) return nothing(packet_kind::fragment);
    packet p;
    p.from = end_of(ip.subspan(12, 4), false);
    p.to = end_of(ip.subspan(16, 4), false);
    if (total == head) return nothing(packet_kind::other);
    return parse_transport(p, u8(ip, 9), behind(ip, head, total == 0 ? 0 : total - head));
}

packet parse_ipv6(byte_span ip) {
    constexpr std::size_t fixed = 40;
    if (ip.size() < fixed) return nothing(packet_kind::broken);
    packet p;
    p.from = end_of(ip.subspan(8, 16), true);
    p.to = end_of(ip.subspan(24, 16), true);
    auto rest = behind(ip, fixed, u16(ip, 4));
    unsigned next = u8(ip, 6);
    for (int i = 0; i < max_ipv6_extensions; ++i) {
        const bool is_extension = next == 0 || next == 43 || next == 60;  // hop by hop, routing, destination
        if (next == 44) return nothing(packet_kind::fragment);
        if (!is_extension) return parse_transport(p, next, rest);
        if (rest.there.size() < 8) return nothing(packet_kind::broken);
        const std::size_t size = (u8(rest.there, 1) + std::size_t{1}) * 8;
        if (size > rest.there.size()) return nothing(packet_kind::broken);
        next = u8(rest.there, 0);
        rest = {rest.there.subspan(size), rest.length - size};
    }
    return nothing(packet_kind::broken);
}

packet parse_ip(byte_span ip) {
    if (ip.empty()) return nothing(packet_kind::broken);
    const unsigned version = u8(ip, 0) >> 4U;
    if (version == 4) return parse_ipv4(ip);
    return version == 6 ? parse_ipv6(ip) : nothing(packet_kind::other);
}

packet parse_by_type(std::uint16_t type, byte_span rest) {
    for (int i = 0; i < max_vlan_tags && (type == 0x8100 || type == 0x88A8) && rest.size() >= 4; ++i) {
        type = u16(rest, 2);
        rest = rest.subspan(4);
    }
    return type == type_ipv4 || type == type_ipv6 ? parse_ip(rest) : nothing(packet_kind::other);
}

}  // namespace

std::string to_text(const packet_end& end) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(end.is_v6 ? AF_INET6 : AF_INET, end.address.data(), text.data(), text.size());
    return end.is_v6 ? fmt::format("[{}]:{}", text.data(), end.port) : fmt::format("{}:{}", text.data(), end.port);
}

bool is_understood(int layer) {
    using namespace link_layer;
    const auto known = {null, ethernet, raw_bsd, raw_openbsd, raw, loop, linux_cooked, ipv4, ipv6, linux_cooked_v2};
    return std::find(known.begin(), known.end(), layer) != known.end();
}

packet parse_packet(int layer, std::span<const std::byte> captured) {
    const auto after = [&](std::size_t head) { return captured.subspan(std::min(head, captured.size())); };
    switch (layer) {
        case link_layer::ethernet:
            return captured.size() < 14 ? nothing(packet_kind::broken) : parse_by_type(u16(captured, 12), after(14));
        case link_layer::linux_cooked:
            return captured.size() < 16 ? nothing(packet_kind::broken) : parse_by_type(u16(captured, 14), after(16));
        case link_layer::linux_cooked_v2:
            return captured.size() < 20 ? nothing(packet_kind::broken) : parse_by_type(u16(captured, 0), after(20));
        case link_layer::null:
        case link_layer::loop:
            return parse_ip(after(4));  // what family it is shows in the IP head too, in one byte order
        default:
            return parse_ip(captured);
    }
}

}  // namespace husky::tools
