#pragma once

#include <vector>

#include "protocol/messages/machine_messages.hpp"

namespace husky::bench {

/// A cycle message of exactly 300 bytes: variables 1 and 4, 37 f32, and 6 unavailable ones.
protocol::cycle cycle_of_300_bytes(std::int32_t life_counter);

constexpr std::size_t cycle_size = 300;

/// Where the life counter lies in the encoded message.
constexpr std::size_t life_counter_offset = 4 + 2 + 1 + 2 + 2 + 1;

}  // namespace husky::bench
