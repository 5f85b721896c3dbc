#include "tools/link/decode.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "link/command_line.hpp"
#include "settings/error.hpp"
#include "tools/link/hex_text.hpp"
#include "tools/link/message_printer.hpp"

namespace husky::tools {

namespace {

using protocol::link_kind;

std::vector<std::byte> read_whole(std::FILE* file) {
    std::vector<std::byte> all;
    std::array<std::byte, std::size_t{64} * 1024> block;
    std::size_t got = 0;
    while ((got = std::fread(block.data(), 1, block.size(), file)) > 0) {
        all.insert(all.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(got));
        if (all.size() > largest_text)
            throw std::runtime_error(fmt::format("larger than {} MiB, and no capture", largest_text >> 20U));
    }
    if (std::ferror(file) != 0) throw std::system_error(errno, std::generic_category(), "cannot be read");
    return all;
}

/// Shows the messages that lie one behind the other. The kind of link follows from the first that tells it.
void decode_stream(std::span<const std::byte> bytes, const protocol::dialect& d, message_sink& to,
                   decode_counts& counts) {
    ++counts.streams;
    protocol::frame_reader reader(d);
    reader.push(bytes);
    message_origin at;
    while (const auto f = reader.next()) {
        const auto message = at.kind == link_kind::any ? d.find(f->command) : d.find(f->command, at.kind);
        if (message && at.kind == link_kind::any) at.kind = protocol::traits_of(*message).link;
        to.message(*f, at);
        ++counts.messages;
        at.offset += f->bytes.size();
    }
    const auto left = bytes.size() - at.offset;
    if (left == 0) return;
    counts.incomplete = true;
    to.note("", reader.broken()
                    ? fmt::format("at {}: a message_size below the smallest; {} bytes left out", at.offset, left)
                    : fmt::format("at {}: ends inside a message, after {} of its bytes", at.offset, left));
}

decode_counts decode_bytes(std::span<const std::byte> bytes, const std::string& source, const protocol::dialect& d,
                           message_sink& to) {
    decode_counts counts;
    if (!is_text(bytes)) {
        decode_stream(bytes, d, to, counts);
        return counts;
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    for (const auto& stream : parse_hex_text(text, source))
        decode_stream(stream, d, to, counts);
    return counts;
}

}  // namespace

decode_counts decode_file(open_file file, const std::string& source, const protocol::dialect& d, message_sink& to) {
    if (!is_capture(peek(file.get()))) return decode_bytes(read_whole(file.get()), source, d, to);
    capture_decoder decoder(d, to);
    const auto stopped = decode_capture(std::move(file), decoder);
    auto counts = decoder.finish();
    if (!stopped.empty()) {
        counts.incomplete = true;
        to.note(source, stopped);
    }
    return counts;
}

int decode_command(const std::string& file, const protocol::dialect& d, bool as_json) {
    const auto source = file == "-" ? "standard input" : file;
    text_printer text(d, stdout, stderr);
    json_printer json(d, stdout, stderr);
    message_sink& to = as_json ? static_cast<message_sink&>(json) : text;
    try {
        const auto counts = decode_file(open_input(file), source, d, to);
        if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
        if (counts.messages == 0) fmt::print(stderr, "{}: no Husky frames found\n", source);
        return counts.messages == 0 || counts.incomplete ? link::exit_failed : link::exit_ok;
    } catch (const settings::error&) {
        throw;
    } catch (const std::exception& problem) {
        throw std::runtime_error(fmt::format("{}: {}", source, problem.what()));
    }
}

}  // namespace husky::tools
