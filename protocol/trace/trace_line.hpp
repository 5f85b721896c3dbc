#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/dialect/dialect.hpp"
#include "protocol/messages/description.hpp"
#include "protocol/trace/pcapng_writer.hpp"

/// A trace: one JSON object on a line for each frame, decoded as `husky-link decode --json` and with its bytes.
namespace husky::protocol {

struct traced_frame {
    trace_time at{};
    std::uint32_t connection = 0;
    bool by_dialler = true;
    std::vector<std::byte> bytes;
    std::string link;  ///< as it is shown; empty where it is not known
};

/// {"name","code","from","provenance","fields","time","link","connection","direction","hex"} without a line end.
/// `direction` is "to_listener" or "to_dialler"; `on` tells two messages of one code apart.
std::string trace_line(const traced_frame& f, const dialect& d, link_kind on);

/// Reads a line of a trace: its time, link, connection, direction and hex alone. Throws std::invalid_argument that says
/// what is wrong.
traced_frame parse_trace_line(std::string_view line);

/// "2026-01-01T00:00:00.123456789Z"
std::string iso_time(trace_time at);

}  // namespace husky::protocol
