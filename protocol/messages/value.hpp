#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "protocol/messages/codes.hpp"

namespace husky::protocol {

/// What a variable holds: unavailable (monostate), f32, i32 or text. `reconstructed`.
using value = std::variant<std::monostate, float, std::int32_t, std::string>;

enum class value_kind : std::uint8_t { unavailable = 0, f32 = 1, i32 = 2, text = 3 };

constexpr value_kind kind_of(const value& v) { return static_cast<value_kind>(v.index()); }

/// The shortest decimal text that reads back as the same number: 100000 and 5.665, 1e-07 where it is far from 1.
void append_number(std::string& out, float number);

/// Appends the value as JSON: a number as append_number() writes it, a text, or null. NaN and infinite
/// numbers become null, for JSON has no other word for them.
void append_json(std::string& out, const value& v);

/// Appends `text` (UTF-8) as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

}  // namespace husky::protocol
