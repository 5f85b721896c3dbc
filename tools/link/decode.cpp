#include "tools/link/decode.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <map>
#include <system_error>

#include "settings/counted.hpp"
#include "settings/error.hpp"
#include "tools/link/captures/hex_text.hpp"
#include "tools/link/captures/link_sides.hpp"
#include "tools/link/captures/trace_reader.hpp"

namespace husky::tools {

namespace {

using protocol::link_kind;

std::vector<std::byte> read_whole(std::FILE* file) {
    std::vector<std::byte> all;
    std::array<std::byte, std::size_t{64} * 1024> block;
    std::size_t got = 0;
    while ((got = std::fread(block.data(), 1, block.size(), file)) > 0) {
        all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
        if (all.size() > max_text)
            throw std::runtime_error(fmt::format("larger than {} MiB and not a capture", max_text >> 20U));
    }
    if (std::ferror(file) != 0) throw std::system_error(errno, std::generic_category(), "cannot be read");
    return all;
}

/// Shows messages that follow one another. The kind of link follows from the first that shows it.
void decode_stream(std::span<const std::byte> bytes, const protocol::dialect& d, message_sink& to,
                   decode_counts& counts) {
    ++counts.streams;
    protocol::frame_reader reader(d);
    reader.push(bytes);
    message_origin at;
    while (const auto f = reader.next()) {
        const auto message = message_of(d, f->command, at.kind);
        if (message && at.kind == link_kind::any) at.kind = protocol::traits_of(*message).link;
        to.message(*f, at);
        ++counts.messages;
        at.offset += f->bytes.size();
    }
    const auto left = bytes.size() - at.offset;
    if (left == 0) return;
    counts.incomplete = true;
    to.note("", reader.broken() ? fmt::format("at {}: a message_size below the smallest; {} left out", at.offset,
                                              settings::counted(left, "byte"))
                                : fmt::format("at {}: ends inside a message, after {} of its bytes", at.offset, left));
}

decode_counts decode_bytes(std::span<const std::byte> bytes, const std::string& source, const protocol::dialect& d,
                           message_sink& to) {
    decode_counts counts;
    const auto text = text_of(bytes);
    if (!text) {
        decode_stream(bytes, d, to, counts);
        return counts;
    }
    for (const auto& stream : parse_hex_text(*text, source))
        decode_stream(stream, d, to, counts);
    return counts;
}

/// Connections whose kind of link is known at one time.
constexpr std::size_t max_connections = 16384;

decode_counts decode_trace(std::FILE* file, const std::string& source, const protocol::dialect& d, message_sink& to) {
    decode_counts counts;
    std::map<std::uint32_t, link_sides> connections;
    read_trace(file, source, d, [&](const protocol::frame& f, const protocol::traced_frame& traced) {
        if (connections.size() >= max_connections && !connections.contains(traced.connection)) connections.clear();
        auto& sides = connections[traced.connection];
        const std::size_t by = traced.by_dialler ? 0 : 1;
        const auto* traits = sides.heard(d, f.command, by);
        message_origin at;
        at.time = std::chrono::floor<std::chrono::microseconds>(traced.at);
        at.link = traced.link.empty() ? fmt::format("connection {}", traced.connection) : traced.link;
        at.kind = sides.kind();
        at.wrong_end = traits != nullptr && sides.is_wrong_end(*traits, by);
        to.message(f, at);
        ++counts.messages;
    });
    counts.streams = connections.size();
    return counts;
}

decode_counts decode_packets(open_file file, const std::string& source, const protocol::dialect& d, message_sink& to) {
    capture_decoder decoder(d, to);
    const auto stopped = decode_capture(std::move(file), decoder);
    auto counts = decoder.finish();
    if (!stopped.empty()) {
        counts.incomplete = true;
        to.note(source, stopped);
    }
    return counts;
}

decode_counts decode_input(input_file& in, const std::string& source, const protocol::dialect& d, message_sink& to) {
    if (is_capture(in.start)) return decode_packets(std::move(in.file), source, d, to);
    if (is_trace(in.start)) return decode_trace(in.file.get(), source, d, to);
    return decode_bytes(read_whole(in.file.get()), source, d, to);
}

}  // namespace

decode_counts decode_file(open_file file, const std::string& source, const protocol::dialect& d, message_sink& to) {
    auto in = unpack(std::move(file), source);
    auto counts = decode_input(in, source, d, to);
    if (!in.damage->empty()) {
        counts.incomplete = true;
        to.note(source, *in.damage);
    }
    return counts;
}

}  // namespace husky::tools
