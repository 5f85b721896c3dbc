#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace husky::settings {

/// A number of things for people to read: "1 machine", "12 machines". `many` is for irregular plurals.
inline std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {}) {
    if (number == 1) return fmt::format("1 {}", one);
    return many.empty() ? fmt::format("{} {}s", number, one) : fmt::format("{} {}", number, many);
}

}  // namespace husky::settings
