#include "tools/link/captures/trace_reader.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "protocol/wire/codec.hpp"
#include "settings/error.hpp"
#include "settings/utf8.hpp"
#include "tools/link/captures/message_stream.hpp"

namespace husky::tools {

namespace {

[[noreturn]] void fail(const std::string& source, int line, const std::string& problem) {
    throw settings::error(fmt::format("{}:{}: {}", source, line, problem));
}

/// The next line without its end; false if there is none.
bool take_line(std::FILE* file, std::string& line, const std::string& source, int number) {
    line.clear();
    int c = 0;
    while ((c = std::fgetc(file)) != EOF && c != '\n') {
        line += static_cast<char>(c);
        if (line.size() > max_trace_line) fail(source, number, "longer than any line of a trace");
    }
    if (number == 1 && line.starts_with(settings::byte_order_mark)) line.erase(0, settings::byte_order_mark.size());
    return c != EOF || !line.empty();
}

protocol::frame frame_of(const protocol::traced_frame& traced, const protocol::dialect& d) {
    protocol::wire_reader head(traced.bytes, d);
    if (head.take<std::uint16_t>() + d.size_offset() != traced.bytes.size())
        throw std::invalid_argument("hex: its size is not that of the message");
    return frame_in(traced.bytes, d);
}

}  // namespace

void read_trace(std::FILE* file, const std::string& source, const protocol::dialect& d,
                const std::function<void(const protocol::frame&, const protocol::traced_frame&)>& take) {
    std::string line;
    for (int number = 1; take_line(file, line, source, number); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        if (line.find('\0') != std::string::npos)
            fail(source, number, "a zero byte, as text in UTF-16 has: save the trace as UTF-8");
        try {
            const auto traced = protocol::parse_trace_line(line);
            take(frame_of(traced, d), traced);
        } catch (const std::invalid_argument& wrong) {
            fail(source, number, wrong.what());
        }
    }
}

}  // namespace husky::tools
