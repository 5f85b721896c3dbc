#pragma once

#include <optional>
#include <string>

#include "protocol/faults/fault.hpp"

namespace husky::protocol {

/// Why set_field can do nothing: no matching message has this field, or it cannot have this value. Empty if it
/// can.
std::string field_problem(const fault& f);
/// "field" or "value": which of the two is wrong.
std::string_view wrong_field_key(const fault& f);

/// Whether a matching message carries a time.
bool has_time(std::optional<message_index> message);

}  // namespace husky::protocol
