#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace husky::settings {

/// Whole number, decimal or 0x hexadecimal, optional minus sign. Empty if the text is anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Finite decimal number. Empty if the text is anything else; "nan" and "inf" are anything else.
std::optional<double> parse_number(std::string_view text);

/// true, false, yes, no, on, off in lower case. Empty if the text is anything else.
std::optional<bool> parse_boolean(std::string_view text);

}  // namespace husky::settings
