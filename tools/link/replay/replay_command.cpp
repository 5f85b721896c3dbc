#include <fmt/format.h>

#include "program/command_line.hpp"
#include "program/log.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "settings/error.hpp"
#include "tools/link/replay/replay.hpp"

namespace husky::tools {

namespace {

std::string source_of(const std::string& file) { return file == "-" ? "standard input" : file; }

/// Both sides must be there: one to play, one to compare with.
void check_sides(const recording& from, const std::string& file, replay_side ours) {
    std::size_t by_machine = 0, by_host = 0;
    for (const auto& one : from.connections) {
        by_machine += one.by_machine;
        by_host += one.by_host;
    }
    const auto fail = [&](std::string_view side) {
        throw settings::error(fmt::format("{}: nothing from the {} is recorded", source_of(file), side));
    };
    if (by_machine == 0) fail("machine");
    if (by_host == 0 && ours == replay_side::host) fail("host");
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

}  // namespace

int replay_command(const std::string& file, const replay_settings& settings, const protocol::dialect& d, bool as_json) {
    program::set_up_log("info", program::log_format::plain);
    const auto from = read_recording(open_input(file), source_of(file), d);
    check_sides(from, file, settings.as);
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
    program::say(stdout, "{}", as_json ? json_of(outcome, from, judge) : text_of(outcome, from, judge));
    return exit_code_of(outcome);
}

}  // namespace husky::tools
