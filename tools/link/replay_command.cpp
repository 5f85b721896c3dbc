#include <fmt/format.h>

#include "link/tls/tls_flags.hpp"
#include "program/command_line.hpp"
#include "program/log_output.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/error.hpp"
#include "settings/scalar.hpp"
#include "tools/link/net/listen.hpp"
#include "tools/link/replay/replay.hpp"
#include "tools/link/shared_options.hpp"
#include "tools/link/subcommands.hpp"

namespace husky::tools {

namespace {

/// Both sides must be there: one to play, one to compare with.
void check_sides(const recording& from, const std::string& source, protocol::sender ours) {
    std::size_t by_machine = 0, by_host = 0;
    for (const auto& one : from.connections) {
        by_machine += one.by_machine;
        by_host += one.by_host;
    }
    const auto fail = [&](std::string_view side) {
        throw settings::error(fmt::format("{}: nothing from the {} is recorded", source, side));
    };
    if (by_machine == 0) fail("machine");
    if (by_host == 0 && ours == protocol::sender::host) fail("host");
}

int exit_code_of(const replay_outcome& o) {
    switch (o.type) {
        case replay_outcome::kind::same:
            return program::exit_ok;
        case replay_outcome::kind::diverged:
            return program::exit_failed;
        case replay_outcome::kind::silent:
            return program::exit_timed_out;
    }
    return program::exit_failed;
}

/// What is typed behind `replay`.
struct replay_flags {
    recording_flags recording;
    std::string to, listen;
    std::string speed = "1", timeout = "60s";
    bool as_json = false;
    link::tls_flags tls;
};

void declare_replay(program::options& of, replay_flags& into) {
    declare_recording(of, into.recording);
    of.value("--to", into.to, "A:P", "dial the other end there");
    of.value("--listen", into.listen, "A:P", "wait for the other end there");
    of.value("--speed", into.speed, "X|max", "how fast; max waits only for the other end", {.shows_default = true});
    of.value("--timeout", into.timeout, "D", "silence, beyond the pauses of the recording, after which it ends",
             {.shows_default = true});
    of.flag("--json", into.as_json, "print a JSON object");
    link::declare_tls(of, into.tls);
}

double speed_of(const std::string& text) {
    constexpr double max = 100'000;
    if (text == "max") return 0;
    const auto speed = settings::parse_number(text);
    if (!speed || !(*speed > 0) || *speed > max)
        throw settings::error(
            fmt::format("--speed: expected a factor above 0 and up to {:.0f}, or max, got '{}'", max, text));
    return *speed;
}

replay_settings settings_of(const replay_flags& given, const protocol::dialect& d) {
    replay_settings s;
    s.as = given.recording.as_machine() ? protocol::sender::machine : protocol::sender::host;
    s.speed = speed_of(given.speed);
    s.timeout = duration_of("--timeout", given.timeout, "60s");
    s.rules = given.recording.match();
    const auto port = given.recording.as_machine() ? d.ports.host : d.ports.machine;
    if (given.to.empty() == given.listen.empty())
        throw settings::error("replay: expected one of --to A:P and --listen A:P");
    if (given.to.empty() && given.tls.any()) throw settings::error("replay: TLS is spoken with --to A:P only");
    if (given.to.empty())
        s.listen = address_of("--listen", given.listen, port, true);
    else
        s.to = address_of("--to", given.to, port, false);
    return s;
}

int replay_command(const replay_flags& given) {
    const auto d = protocol::load_dialect(given.recording.dialect);
    auto settings = settings_of(given, d);
    const auto tls = settings.to ? given.tls.context(settings.to->host) : nullptr;
    settings.tls = tls.get();
    program::set_up_log("info", program::log_format::plain);
    const auto source = source_of(given.recording.file);
    const auto from = read_recording(open_input(given.recording.file), source, d);
    check_sides(from, source, settings.as);
    const frame_judge judge(d);
    boost::asio::io_context context(1);
    replay plays(context, settings, from, judge);
    bool interrupted = false;
    program::stop_signals signals(context, [&] {
        interrupted = true;
        plays.stop();
    });
    if (settings.listen) {
        program::say(stdout, "ready tcp={}\n", plays.address());
        std::fflush(stdout);
    }
    plays.on_over([&] { signals.cancel(); });
    plays.start();
    context.run();
    if (interrupted) return program::exit_cut_short;
    const auto outcome = plays.outcome();
    program::say(stdout, "{}", given.as_json ? json_of(outcome, from, judge) : text_of(outcome, from, judge));
    return exit_code_of(outcome);
}

}  // namespace

program::subcommand replay_subcommand() {
    return program::subcommand_of<replay_flags>("replay",
                                                "play one end of a recording, and show where the other end differs", "",
                                                declare_replay, replay_command);
}

}  // namespace husky::tools
