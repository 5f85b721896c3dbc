#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/dialect/date_time.hpp"
#include "server/records/records.hpp"

namespace husky::host {

/// "2026-01-31T23:59:59Z"
inline std::string iso_utc(std::chrono::sys_seconds at) { return protocol::iso_date_time(at) + 'Z'; }

/// "2026-01-31T23:59:59.007Z"
inline std::string iso_utc(wall_time at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::string digits = std::to_string(1000 + (at - seconds).count());
    return protocol::iso_date_time(seconds) + '.' + digits.substr(1) + 'Z';
}

/// A time as people write it, "2026-01-31T23:59:59.007+01:00": a day alone is its beginning, seconds and their fraction
/// may be missing, without a zone it is UTC. What is finer than a millisecond is rounded up. Empty for anything else.
std::optional<wall_time> parse_iso_time(std::string_view text);

}  // namespace husky::host
