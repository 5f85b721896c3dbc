#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace husky::protocol {

/// Writes a machine's clock into `out` by a pattern of YYYY YY MM DD (date) or HH MM SS (time), other characters as
/// they are: "YY/MM/DD". The clock has no zone.
void format_date(std::chrono::sys_seconds at, std::string_view pattern, std::string& out);
void format_time(std::chrono::sys_seconds at, std::string_view pattern, std::string& out);

/// The clock that a date and a time text show; empty if they do not follow the patterns or name no day or time.
/// Two-digit years are 1970 to 2069.
std::optional<std::chrono::sys_seconds> parse_date_time(std::string_view date, std::string_view date_pattern,
                                                        std::string_view time, std::string_view time_pattern);

/// "2026-01-31T23:59:59", without a zone.
std::string iso_date_time(std::chrono::sys_seconds at);

/// False if the pattern holds none of its tokens.
bool is_date_pattern(std::string_view pattern);
bool is_time_pattern(std::string_view pattern);

}  // namespace husky::protocol
