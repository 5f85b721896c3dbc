#pragma once

#include <memory>
#include <string>

#include "program/live_line.hpp"
#include "settings/schema/schema.hpp"

namespace husky::program {

enum class log_format { plain, json };

/// Sends spdlog's default logger to stderr. `level` is one of trace, debug, info, warning, error, critical, off.
/// Colours only on a terminal, and not where NO_COLOR is set. JSON is one object a line: time (UTC), level, message.
/// Returns the line below the log, for a command that shows its progress.
std::shared_ptr<live_line> set_up_log(const std::string& level, log_format format);

/// Declares the keys of the log in the present group: level and format.
void describe_log(settings::schema& s, std::string& level, bool& json);

}  // namespace husky::program
