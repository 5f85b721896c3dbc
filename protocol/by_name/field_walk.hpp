#pragma once

#include <functional>
#include <string>

#include "protocol/by_name/message_layout.hpp"
#include "protocol/wire/frame.hpp"
#include "protocol/wire/wire.hpp"

namespace husky::protocol {

/// One field where it lies in a message. Lives as long as the layout and the frame.
struct placed_field {
    const field_layout* layout = nullptr;
    field_kind kind = field_kind::u8;  ///< what lies here: of a value, what its value_type announced
    std::size_t depth = 0;             ///< 0 in the message, 1 in an element of its list
    std::size_t element = 0;           ///< of the innermost list, from 0
    std::size_t offset = 0;            ///< from the message's first byte
    std::span<const std::byte> bytes;  ///< none for a value that is unavailable
    std::uint32_t number = 0;          ///< bits of a number; of a repeat, how many elements follow
};

/// How far a walk came.
struct walk_end {
    decode_fault fault = decode_fault::none;
    std::size_t offset = 0;  ///< of the first byte that is in no field
};

/// Calls `visit` for each field of a frame, in the order of the wire, as far as they can be told: what is read is
/// `protocol::decode`'s, fault included. A repeat is visited before its elements, with no bytes of its own.
walk_end walk_fields(const frame& f, const message_layout& layout, const dialect& d,
                     const std::function<void(const placed_field&)>& visit);

/// The value as people read it: 17, 5.5, "HY-0001", de ad, 8 (auto), unavailable. Texts are UTF-8.
std::string text_of(const placed_field& field);

/// A text from a peer in quotes, safe to show on a terminal: control characters are written as \u009b.
std::string quoted(std::string_view text);

/// "truncated", "trailing bytes"
std::string_view name(decode_fault fault);

}  // namespace husky::protocol
