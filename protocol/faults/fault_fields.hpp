#pragma once

#include <optional>
#include <string>

#include "protocol/dialect/dialect.hpp"
#include "protocol/faults/fault.hpp"

namespace husky::protocol {

/// Why set_field can do nothing: no matching message has this "field", or it cannot have this "value". Empty if it can.
std::optional<field_problem> check_field(const fault& f);

/// Whether a matching message carries a time.
bool has_time(std::optional<message_index> message);

}  // namespace husky::protocol
