#pragma once

#include <fmt/core.h>

/// Lines of the log. spdlog writes them; its formatting templates stay out of every file that has a line to say.
namespace husky::log {

enum class level { debug, info, warning, error };

/// Whether a line of this level is written at present.
bool enabled(level at);
/// Formats and writes one line.
void write(level at, fmt::string_view format, fmt::format_args values);

template <typename... Values>
void line(level at, fmt::format_string<Values...> format, const Values&... values) {
    if (enabled(at)) write(at, format, fmt::make_format_args(values...));
}

template <typename... Values>
void debug(fmt::format_string<Values...> format, const Values&... values) {
    line<Values...>(level::debug, format, values...);
}

template <typename... Values>
void info(fmt::format_string<Values...> format, const Values&... values) {
    line<Values...>(level::info, format, values...);
}

template <typename... Values>
void warn(fmt::format_string<Values...> format, const Values&... values) {
    line<Values...>(level::warning, format, values...);
}

template <typename... Values>
void error(fmt::format_string<Values...> format, const Values&... values) {
    line<Values...>(level::error, format, values...);
}

/// Writes what is left, and ends the log. No line may follow.
void shut_down();

}  // namespace husky::log
