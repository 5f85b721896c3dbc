#include <fmt/format.h>

#include <cstdlib>

#include "link/capture/capture_file.hpp"
#include "log/log.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/log_output.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "program/version.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/counted.hpp"
#include "tools/link/net/listen.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"
#include "tools/link/tap/tap.hpp"
#include "tools/link/tap/trace_sink.hpp"

namespace husky::tools {

namespace {

constexpr std::chrono::seconds capture_closes_within{3};

std::vector<std::unique_ptr<link::capture_sink>> sinks_of(const tap_settings& settings, const protocol::dialect& d) {
    program::require_apart({{"--out", settings.out}, {"--trace", settings.trace}});
    const auto what = settings.overwrite ? program::if_there::replace : program::if_there::next_name;
    std::vector<std::unique_ptr<link::capture_sink>> sinks;
    sinks.push_back(std::make_unique<link::capture_file>(settings.out, program::link_tool_software, what));
    if (!settings.trace.empty()) sinks.push_back(std::make_unique<trace_sink>(settings.trace, d, what));
    return sinks;
}

/// What is typed behind `tap`.
struct tap_flags {
    std::string listen, target, max_links, dialect;
    tap_settings settings;
};

void declare_tap(program::options& of, tap_flags& into) {
    of.value("--listen", into.listen, "A:P", "address that machines (or the host) dial; port 0 takes a free one",
             {.required = true});
    of.value("--target", into.target, "A:P", "address to which their bytes are relayed", {.required = true});
    of.value("--out", into.settings.out, "FILE.pcapng",
             "the recording; an existing one is kept, and this one takes the next name", {.required = true});
    of.value("--trace", into.settings.trace, "FILE.jsonl", "also one JSON object per line and message");
    of.flag("--overwrite", into.settings.overwrite, "overwrite existing recordings instead of taking the next name");
    into.max_links = std::to_string(into.settings.max_connections);
    of.value("--max-links", into.max_links, "N", "connections at a time; further ones are closed",
             {.shows_default = true});
    declare_dialect(of, into.dialect);
}

tap_settings settings_of(const tap_flags& given, const protocol::dialect& d) {
    auto s = given.settings;
    s.max_connections = static_cast<std::size_t>(program::whole_number("--max-links", given.max_links, 1, 100'000));
    s.listen = address_of("--listen", given.listen, d.ports.host, true);
    s.target = address_of("--target", given.target, d.ports.host, false);
    return s;
}

int tap_command(const tap_flags& given) {
    const auto d = protocol::load_dialect(given.dialect);
    const auto settings = settings_of(given, d);
    program::set_up_log("info", program::log_format::plain);
    program::raise_file_limit();
    link::capture captures(sinks_of(settings, d));
    boost::asio::io_context context(1);
    tap relays(context, settings, captures);
    program::stop_signals signals(context, [&] {
        relays.stop();
        signals.cancel();
    });
    relays.start();
    program::say(stdout, "ready tcp={}\n", relays.address());
    std::fflush(stdout);
    context.run();
    const bool complete = captures.close(std::chrono::steady_clock::now() + capture_closes_within);
    const auto& counts = relays.counted();
    using husky::settings::counted;
    log::info("{} and {} relayed; {} found no target, {} too many", counted(counts.connections, "connection"),
              counted(counts.bytes, "byte"), counted(counts.unreachable, "connection"),
              counted(counts.turned_away, "was", "were"));
    if (complete) return captures.failed() ? program::exit_failed : program::exit_ok;
    log::shut_down();
    std::_Exit(program::exit_failed);
}

}  // namespace

program::subcommand tap_subcommand() {
    return program::subcommand_of<tap_flags>(
        "tap", "relay between machines and a host, unchanged, and record what passes", "", declare_tap, tap_command);
}

}  // namespace husky::tools
