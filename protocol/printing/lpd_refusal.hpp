#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace husky::protocol::printing {

/// Why a host refuses what a client wants.
enum class lpd_refusal : std::uint8_t {
    unknown_command,
    line_too_long,
    bad_line,   ///< a command without its operands, or out of place
    bad_count,  ///< not a number of bytes
    bad_name,   ///< not a name of a control or data file
    repeated_file,
    too_large,  ///< for one job, or for a control file
    too_many_files,
    bad_control_file,
    no_end_mark,    ///< no zero byte after a file
    unknown_queue,  ///< no machine of that serial may print
    no_memory,      ///< other jobs are in transfer; the client may try again
    not_stored,     ///< the store cannot take it
    incomplete,     ///< the connection ended before the job or the line did
    timed_out,
    too_many_connections,
};

constexpr std::array<std::string_view, 16> lpd_refusal_names{
    "unknown_command", "line_too_long",  "bad_line",         "bad_count",           "bad_name",      "repeated_file",
    "too_large",       "too_many_files", "bad_control_file", "no_end_mark",         "unknown_queue", "no_memory",
    "not_stored",      "incomplete",     "timed_out",        "too_many_connections"};

constexpr std::string_view name(lpd_refusal why) { return lpd_refusal_names[static_cast<std::size_t>(why)]; }

}  // namespace husky::protocol::printing
