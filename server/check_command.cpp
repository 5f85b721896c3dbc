#include <fmt/format.h>

#include <cstdio>

#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/log_output.hpp"
#include "program/say.hpp"
#include "scenario/play/reference/reference_config.hpp"
#include "scenario/roles.hpp"
#include "scenario/suite/suite.hpp"
#include "server/check/host_stage.hpp"
#include "server/subcommands.hpp"

namespace husky::check {

namespace {

constexpr const char* check_help = R"(
Plays the host of a scenario and waits for the machines under test, or dials those that its `host:` lists with an address. The scenario
begins when the first machine is there; if none comes within its limit it is blocked. A folder is played one scenario after the other, on
one port; --list shows which of its files are scenarios. When the port is open, stdout gets the line ready tcp=ADDRESS:PORT. Exit code: 0 all passed or skipped, 1 one failed, 2 one could
not be played or is wrong, 130 interrupted.

Examples:
  husky-host check configs/scenarios/job-change.yaml
  husky-host check configs/scenarios --bind 0.0.0.0 --port 1310 --junit report.xml
  husky-host check --list scenarios
  husky-host check my.yaml --port 0 --seed 7 --set machine=HY-0001 --transcript transcripts)";

/// What is typed behind `check`.
struct host_check_flags {
    suite::check_flags suite;
    std::string bind, port;
};

void declare_check(program::options& of, host_check_flags& into) {
    of.value("--bind", into.bind, "A", "address to listen on; all if not given");
    of.value("--port", into.port, "N", "TCP port; 1310 if not given, 0: a free one");
    suite::add_check_options(of, into.suite);
}

suite::check_options options_of(const host_check_flags& given) {
    auto options = suite::options_of(given.suite);
    for (const auto& [flag, value] : {std::pair("--bind", given.bind), std::pair("--port", given.port)})
        if (!value.empty()) options.words.insert(options.words.end(), {flag, value});
    return options;
}

/// Plays the hosts of scenarios against machines.
class host_player final : public suite::player {
  public:
    /// Throws settings::error where it cannot listen.
    host_player(const suite::check_options& options, const std::string& bind, std::uint16_t port,
                program::live_line& progress)
        : options_(options), progress_(progress), post_(bind, port) {}

    scenario::verdict play(const suite::play_order& order) override {
        play::require_hosts(order.plan);
        if (!scenario::ends_in(order.plan.actors).host)
            return suite::left_to("it has no host to play: husky-fleet check plays it", order);
        host_stage stage(order.plan, order.wire_dialect, post_, order.seed, order.repeat, options_.system);
        say_ready();
        return stage.run(order.stopped, order.progress);
    }

    [[nodiscard]] std::set<std::string> claims(const scenario::plan&) const override { return {"the port"}; }

  private:
    /// Once, when the first scenario waits for machines. Plays follow one another: no two of them get here at once.
    void say_ready() {
        if (std::exchange(is_ready_, true)) return;
        progress_.above([this] {
            program::say(stdout, "ready tcp={}\n", post_.address());
            std::fflush(stdout);
        });
    }

    const suite::check_options& options_;
    program::live_line& progress_;
    post post_;
    bool is_ready_ = false;
};

int check_command(const host_check_flags& given) {
    const auto options = options_of(given);
    const auto port = given.port.empty() ? 1310 : program::whole_number("--port", given.port, 0, 65535);
    if (options.lists) return suite::list_suite(options);
    const auto progress = program::set_up_log("warning", program::log_format::plain);
    program::raise_file_limit();
    host_player plays(options, given.bind.empty() ? "0.0.0.0" : given.bind, static_cast<std::uint16_t>(port),
                      *progress);
    return suite::run_suite("husky-host", options, plays, *progress);
}

}  // namespace

program::subcommand check_subcommand() {
    return program::subcommand_of<host_check_flags>("check", "play the hosts of scenarios and give a verdict",
                                                    check_help, declare_check, check_command);
}

}  // namespace husky::check
