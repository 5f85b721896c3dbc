#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "link/capture/capture_file.hpp"
#include "program/command_line.hpp"
#include "program/log.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "program/version.hpp"
#include "settings/counted.hpp"
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

}  // namespace

int tap_command(const tap_settings& settings, const protocol::dialect& d) {
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
    using settings::counted;
    spdlog::info("{} and {} relayed; {} found no target, {} too many", counted(counts.connections, "connection"),
                 counted(counts.bytes, "byte"), counted(counts.unreachable, "connection"),
                 counted(counts.turned_away, "was", "were"));
    if (complete) return captures.failed() ? program::exit_failed : program::exit_ok;
    spdlog::shutdown();
    std::_Exit(program::exit_failed);
}

}  // namespace husky::tools
