#pragma once

#include <optional>
#include <vector>

#include "protocol/by_name/message_layout.hpp"
#include "protocol/faults/fault.hpp"
#include "protocol/random.hpp"

/// What faults do to the bytes of one message, which is whole at first. What does not fit is left as it is, and
/// the result is false.
namespace husky::protocol {

using message_bytes = std::vector<std::byte>;

/// The variable whose value a fault names, as "variables.101"; empty if it names a field.
std::optional<variable_id> variable_in(std::string_view field);

/// message_size becomes `size`; the bytes stay.
bool set_size(message_bytes& message, std::uint16_t size, const dialect& d);
bool set_command(message_bytes& message, std::uint16_t command, const dialect& d);
/// Flips `count` different bits.
bool flip_bits(message_bytes& message, std::uint32_t count, split_mix& random);
/// Each field of that name gets the number, cut to its kind, or the text where there is no number.
bool set_field(message_bytes& message, const fault& f, const message_layout& layout, const dialect& d);
/// Shifts times: synch_time, the value of variable 4, date and time texts that follow one another.
bool shift_times(message_bytes& message, std::int64_t seconds, const message_layout& layout, const dialect& d);

/// Bytes from the seed.
void append_garbage(message_bytes& to, std::uint32_t count, split_mix& random);

}  // namespace husky::protocol
