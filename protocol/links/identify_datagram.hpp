#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

/// What is done with a UDP datagram.
enum class datagram_verdict : std::uint8_t { answered, too_short, not_identify, count };

constexpr std::string_view name(datagram_verdict v) {
    constexpr std::array<std::string_view, 3> names{"answered", "too_short", "not_identify"};
    return names[static_cast<std::size_t>(v)];
}

/// Answers an identify datagram into `answer`. Anything else is dropped. A datagram is answered only if it is at least
/// as long as the answer, so that the port amplifies nothing: identify may be followed by zero bytes, and by nothing
/// else.
datagram_verdict answer_datagram(std::span<const std::byte> datagram, const identify_response& identity,
                                 const dialect& d, std::vector<std::byte>& answer);

}  // namespace husky::protocol
