#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cstdlib>

#include "link/capture/capture_file.hpp"
#include "link/command_line.hpp"
#include "link/log.hpp"
#include "link/say.hpp"
#include "link/signals.hpp"
#include "settings/counted.hpp"
#include "tools/link/tap/tap.hpp"
#include "tools/link/tap/trace_sink.hpp"
#include "tools/link/version.hpp"

namespace husky::tools {

namespace {

constexpr std::chrono::seconds capture_closes_within{3};

std::vector<std::unique_ptr<link::capture_sink>> sinks_of(const tap_settings& settings, const protocol::dialect& d) {
    link::require_apart({{"--out", settings.out}, {"--trace", settings.trace}});
    const auto what = settings.overwrite ? link::if_there::replace : link::if_there::next_name;
    std::vector<std::unique_ptr<link::capture_sink>> sinks;
    sinks.push_back(std::make_unique<link::capture_file>(settings.out, software_version, what));
    if (!settings.trace.empty()) sinks.push_back(std::make_unique<trace_sink>(settings.trace, d, what));
    return sinks;
}

}  // namespace

int tap_command(const tap_settings& settings, const protocol::dialect& d) {
    link::set_up_log("info", link::log_format::plain);
    link::raise_file_limit();
    link::capture captures(sinks_of(settings, d));
    boost::asio::io_context context(1);
    tap relays(context, settings, captures);
    link::stop_signals signals(context, [&] {
        relays.stop();
        signals.cancel();
    });
    relays.start();
    link::say(stdout, "ready tcp={}\n", relays.address());
    std::fflush(stdout);
    context.run();
    const bool complete = captures.close(std::chrono::steady_clock::now() + capture_closes_within);
    const auto& counts = relays.counted();
    using settings::counted;
    spdlog::info("{} and {} relayed; {} found no target, {} too many", counted(counts.connections, "connection"),
                 counted(counts.bytes, "byte"), counted(counts.unreachable, "connection"),
                 counted(counts.turned_away, "was", "were"));
    if (complete) return captures.failed() ? link::exit_failed : link::exit_ok;
    spdlog::shutdown();
    std::_Exit(link::exit_failed);
}

}  // namespace husky::tools
