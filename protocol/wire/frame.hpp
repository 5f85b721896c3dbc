#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace husky::protocol {

/// One message as it lies in memory that belongs to someone else.
struct frame {
    std::uint16_t command = 0;
    std::span<const std::byte> fields;  ///< behind the head
    std::span<const std::byte> bytes;   ///< the whole message
};

}  // namespace husky::protocol
