#include "settings/duration.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "settings/scalar.hpp"

namespace husky::settings {

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
    constexpr double max_s = 100.0 * 365 * 86400;
    constexpr std::array<std::pair<std::string_view, double>, 5> units{
        {{"ms", 1e-3}, {"s", 1.0}, {"m", 60.0}, {"h", 3600.0}, {"d", 86400.0}}};
    for (const auto& [suffix, seconds] : units) {
        if (!text.ends_with(suffix)) continue;
        const auto number = parse_number(text.substr(0, text.size() - suffix.size()));
        if (!number) continue;
        if (*number < 0 || *number * seconds > max_s) return std::nullopt;
        return std::chrono::nanoseconds(std::llround(*number * seconds * 1e9));
    }
    return std::nullopt;
}

}  // namespace husky::settings
