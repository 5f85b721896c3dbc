#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace husky::protocol {

/// CRC-32 of IEEE 802.3, as zlib computes it; 0 for no bytes.
std::uint32_t checksum(std::span<const std::byte> bytes);

}  // namespace husky::protocol
