#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "program/command_line.hpp"
#include "program/say.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/error.hpp"
#include "tools/link/captures/message_printer.hpp"
#include "tools/link/decode.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"

namespace husky::tools {

namespace {

/// What is typed behind `decode`.
struct decode_flags {
    std::string file, dialect;
    bool as_json = false;
};

void declare_decode(program::options& of, decode_flags& into) {
    of.value("file", into.file, "FILE|-",
             "pcapng, pcap, a trace of tap, hexadecimal text or raw messages, packed with gzip or not; - "
             "is standard input",
             {.required = true});
    of.flag("--json", into.as_json, "print one JSON object per line");
    declare_dialect(of, into.dialect);
}

int decode_command(const decode_flags& given) {
    const auto d = protocol::load_dialect(given.dialect);
    const auto source = source_of(given.file);
    message_printer to(d, given.as_json, stdout, stderr);
    try {
        const auto counts = decode_file(open_input(given.file), source, d, to);
        if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category(), "standard output");
        if (counts.messages == 0) program::say(stderr, "{}: no Husky frames found\n", source);
        return counts.messages == 0 || counts.incomplete ? program::exit_failed : program::exit_ok;
    } catch (const settings::error&) {
        throw;
    } catch (const std::system_error& problem) {
        if (problem.code() == std::errc::broken_pipe) throw;  // the reader has closed its end
        throw std::runtime_error(fmt::format("{}: {}", source, problem.what()));
    } catch (const std::exception& problem) {
        throw std::runtime_error(fmt::format("{}: {}", source, problem.what()));
    }
}

}  // namespace

program::subcommand decode_subcommand() {
    return program::subcommand_of<decode_flags>(
        "decode", "show the messages in a capture, a trace, hexadecimal text or raw bytes", "", declare_decode,
        decode_command);
}

}  // namespace husky::tools
