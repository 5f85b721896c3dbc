#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace husky::protocol {

/// Bytes as the tests write them down: hexadecimal pairs, 'ASCII text' in quotes, XX*N for N bytes XX.
/// Throws std::invalid_argument for anything else.
std::vector<std::byte> wire(std::string_view notation);

/// A copy on the heap that is exactly as large as the bytes, so that a sanitizer sees the first byte read past them.
inline std::vector<std::byte> exact(std::span<const std::byte> bytes) { return {bytes.begin(), bytes.end()}; }

inline void append(std::vector<std::byte>& to, std::span<const std::byte> bytes) {
    to.insert(to.end(), bytes.begin(), bytes.end());
}

}  // namespace husky::protocol
