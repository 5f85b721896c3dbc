#pragma once

#include <optional>
#include <string_view>

#include "protocol/codes.hpp"

namespace husky::protocol {

/// The number of a variable that PROTOCOL.md names: "CycleTime" is 101, "LifeCycleCounter" 1. A decimal number is taken
/// as it is. Empty for anything else.
std::optional<variable_id> variable_by_name(std::string_view name_or_number);

/// The name of a process variable, empty for a number that has none.
std::string_view variable_name(variable_id id);

/// How the value of that variable goes over the wire: counters are i32, 201 to 204 text, what is measured f32.
/// Reconstructed.
enum class variable_sort : std::uint8_t { measured, counted, text };
variable_sort sort_of(variable_id id);

}  // namespace husky::protocol
