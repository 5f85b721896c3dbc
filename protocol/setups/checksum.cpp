#include "protocol/setups/checksum.hpp"

#include <zlib.h>

namespace husky::protocol {

std::uint32_t checksum(std::span<const std::byte> bytes) {
    const auto* first = reinterpret_cast<const Bytef*>(bytes.data());
    return static_cast<std::uint32_t>(crc32_z(0, first, bytes.size()));
}

}  // namespace husky::protocol
