#include "server/check_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "program/command_line.hpp"
#include "program/log.hpp"
#include "program/say.hpp"
#include "scenario/play/reference/reference_config.hpp"
#include "scenario/roles.hpp"
#include "scenario/suite/suite.hpp"
#include "server/check/host_stage.hpp"

namespace husky::check {

namespace {

/// Plays the hosts of scenarios against machines.
class host_player final : public suite::player {
  public:
    host_player(const host_check_options& options, program::live_line& progress)
        : options_(options), progress_(progress), post_(options.bind, options.port) {}

    scenario::verdict play(const suite::play_order& order) override {
        play::require_hosts(order.what);
        if (!scenario::ends_in(order.what.actors).host)
            return suite::left_to("it has no host to play: husky-fleet check plays it", order);
        host_stage stage(order.what, order.wire_dialect, post_, order.seed, order.repeat, options_.suite.system);
        say_ready();
        return stage.run(order.stopped, order.progress);
    }

    [[nodiscard]] std::set<std::string> claims(const scenario::plan&) const override { return {"the port"}; }
    [[nodiscard]] std::vector<std::string> further_words() const override { return options_.words; }

  private:
    /// Once, when the first scenario waits for machines. Plays follow one another: no two of them get here at once.
    void say_ready() {
        if (std::exchange(is_ready_, true)) return;
        progress_.above([this] {
            program::say(stdout, "ready tcp={}\n", post_.address());
            std::fflush(stdout);
        });
    }

    const host_check_options& options_;
    program::live_line& progress_;
    post post_;
    bool is_ready_ = false;
};

}  // namespace

int check_command(const host_check_options& options) {
    if (options.suite.lists) return suite::list_suite(options.suite);
    const auto progress = program::set_up_log("warning", program::log_format::plain);
    program::raise_file_limit();
    host_player plays(options, *progress);
    return suite::run_suite("husky-host", options.suite, plays, *progress);
}

}  // namespace husky::check
