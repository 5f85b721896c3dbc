#pragma once

#include <functional>
#include <string>

#include "protocol/trace/trace_line.hpp"
#include "protocol/wire/frame.hpp"
#include "tools/link/captures/input_file.hpp"

namespace husky::tools {

/// Longest line of a trace.
constexpr std::size_t max_trace_line = std::size_t{4} * 1024 * 1024;

/// Gives each frame of a trace (JSON lines) to `take`, during whose call both are valid. Throws settings::error that
/// names `source` and the line of what is wrong.
void read_trace(std::FILE* file, const std::string& source, const protocol::dialect& d,
                const std::function<void(const protocol::frame&, const protocol::traced_frame&)>& take);

}  // namespace husky::tools
