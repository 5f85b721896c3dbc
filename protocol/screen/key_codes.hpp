#pragma once

#include <cstdint>

namespace husky::protocol {

/// Whether `key` knows this code: 0x20-0xFF Latin-1, 0x0101-0x010C F1-F12, 0x0110-0x0118 arrows, page up and down,
/// home, enter and escape. Reconstructed.
constexpr bool is_key_code(std::int64_t code) {
    return (code >= 0x20 && code <= 0xFF) || (code >= 0x0101 && code <= 0x010C) || (code >= 0x0110 && code <= 0x0118);
}

}  // namespace husky::protocol
