#pragma once

#include <chrono>
#include <string>

#include "protocol/date_time.hpp"
#include "server/store/records.hpp"

namespace husky::host {

/// "2026-01-31T23:59:59Z"
inline std::string iso_utc(std::chrono::sys_seconds at) { return protocol::iso_date_time(at) + 'Z'; }

/// "2026-01-31T23:59:59.007Z"
inline std::string iso_utc(wall_time at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::string digits = std::to_string(1000 + (at - seconds).count());
    return protocol::iso_date_time(seconds) + '.' + digits.substr(1) + 'Z';
}

}  // namespace husky::host
