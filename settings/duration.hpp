#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace husky::settings {

/// A duration as people write it on a command line: "10s", "5m", "1h", "250ms", "2d", fractions allowed.
/// Empty if there is no unit, no number, or the number is negative or not finite.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

}  // namespace husky::settings
