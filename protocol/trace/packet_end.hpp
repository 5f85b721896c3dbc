#pragma once

#include <array>
#include <cstdint>
#include <tuple>

namespace husky::protocol {

/// An address and a port as packets carry them, of IPv4 (the first four bytes) or IPv6.
struct packet_end {
    std::array<std::uint8_t, 16> address{};
    bool is_v6 = false;
    std::uint16_t port = 0;

    friend bool operator==(const packet_end&, const packet_end&) = default;
    friend bool operator<(const packet_end& a, const packet_end& b) {
        return std::tie(a.address, a.is_v6, a.port) < std::tie(b.address, b.is_v6, b.port);
    }
};

}  // namespace husky::protocol
