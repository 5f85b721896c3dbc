#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "protocol/trace/packet_end.hpp"

namespace husky::tools {

using protocol::packet_end;

/// "127.0.0.1:1310", "[::1]:1310"
std::string to_text(const packet_end& end);

enum class packet_kind : std::uint8_t {
    other,     ///< neither TCP nor UDP
    broken,    ///< heads that contradict themselves or are cut
    fragment,  ///< of an IP datagram; they are not put together
    tcp,
    udp,
};

/// What of one captured packet matters here. `data` points into the packet.
struct packet {
    packet_kind kind = packet_kind::other;
    packet_end from;
    packet_end to;
    std::uint32_t sequence = 0;
    bool syn = false;
    bool fin = false;
    bool reset = false;
    std::span<const std::byte> data;
    std::size_t missing = 0;  ///< bytes of data that were sent but not captured (a short snap length)
};

/// Link layers that are understood, by their numbers in capture files.
namespace link_layer {
constexpr int null = 0;
constexpr int ethernet = 1;
constexpr int raw_bsd = 12;
constexpr int raw_openbsd = 14;
constexpr int raw = 101;
constexpr int loop = 108;
constexpr int linux_cooked = 113;
constexpr int ipv4 = 228;
constexpr int ipv6 = 229;
constexpr int linux_cooked_v2 = 276;
}  // namespace link_layer

bool is_understood(int layer);

/// Reads the heads of one packet, of which `captured` was kept. Never fails: what it cannot read is `other` or
/// `broken`.
packet parse_packet(int layer, std::span<const std::byte> captured);

}  // namespace husky::tools
