#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace husky::settings {

/// A decimal whole number that fits the type, and nothing else. Empty if the text is anything else.
template <class Integer>
std::optional<Integer> parse(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Whether there is nothing but decimal digits in it, if anything.
bool is_digits(std::string_view text);

/// Whole number, decimal or 0x hexadecimal, optional minus sign. Empty if the text is anything else.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Finite decimal number. Empty if the text is anything else; "nan" and "inf" are anything else.
std::optional<double> parse_number(std::string_view text);

/// true, false, yes, no, on, off in lower case. Empty if the text is anything else.
std::optional<bool> parse_boolean(std::string_view text);

}  // namespace husky::settings
