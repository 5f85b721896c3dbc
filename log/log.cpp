#include "log/log.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace husky::log {

namespace {

spdlog::level::level_enum spdlog_level(level at) {
    switch (at) {
        case level::debug:
            return spdlog::level::debug;
        case level::info:
            return spdlog::level::info;
        case level::warning:
            return spdlog::level::warn;
        case level::error:
            return spdlog::level::err;
    }
    return spdlog::level::off;
}

}  // namespace

bool enabled(level at) { return spdlog::should_log(spdlog_level(at)); }

void write(level at, fmt::string_view format, fmt::format_args values) {
    spdlog::default_logger_raw()->log(spdlog_level(at), fmt::vformat(format, values));
}

void shut_down() { spdlog::shutdown(); }

}  // namespace husky::log
