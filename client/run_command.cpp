#include "client/run_command.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "client/fleet/progress.hpp"
#include "link/asio/ticker.hpp"
#include "link/capture/capture_file.hpp"
#include "log/log.hpp"
#include "program/command_line.hpp"
#include "program/configuration.hpp"
#include "program/log_output.hpp"
#include "program/output/report.hpp"
#include "program/say.hpp"
#include "program/signals.hpp"
#include "program/version.hpp"
#include "protocol/dialect/dialect_file.hpp"
#include "settings/counted.hpp"

namespace husky::cells {

namespace {

using settings::counted;

constexpr std::chrono::milliseconds capture_closes_within{300};

/// How often the line of a terminal is drawn again, and how often a log has the same.
constexpr std::chrono::milliseconds between_pictures{500};
constexpr std::chrono::seconds between_lines{10};

/// What the main thread does while a fleet runs: waits for signals and bounds, and shows progress.
class run_watch {
  public:
    run_watch(fleet& f, const run_bounds& bounds, program::live_line& line)
        : fleet_(f),
          bounds_(bounds),
          signals_(context_, [this] { end(bounds_.any() ? program::exit_cut_short : program::exit_ok); }),
          pauses_(context_, SIGUSR1, SIGUSR2, SIGTSTP),
          duration_(context_),
          line_(line),
          look_(context_, line.on_terminal() ? between_pictures : between_lines, [this] { show(); }) {}

    int run() {
        began_ = std::chrono::steady_clock::now();
        fleet_.start([this] { boost::asio::post(context_, [this] { tell_ready(); }); },
                     [this] { boost::asio::post(context_, [this] { end(program::exit_ok); }); });
        if (bounds_.duration.count() > 0) {
            duration_.expires_after(bounds_.duration);
            duration_.async_wait([this](const boost::system::error_code& failed) {
                if (!failed) end(bounds_.cycles > 0 ? program::exit_timed_out : program::exit_ok);
            });
        }
        look_.start();
        hear_pauses();
        context_.run();
        line_.clear();
        return result_;
    }

    /// After run().
    [[nodiscard]] bool ended_in_time() const { return ended_in_time_; }

  private:
    void tell_ready() {
        line_.above([this] {
            program::say(stdout, "ready machines={}\n", fleet_.size());
            std::fflush(stdout);
        });
    }

    void show() {
        const bool drawn = line_.on_terminal();
        auto text = progress_line(fleet_, bounds_, std::chrono::steady_clock::now() - began_, drawn);
        if (!drawn) return log::info("{}", text);
        line_.show(std::move(text));
    }

    void hear_pauses() {
        pauses_.async_wait([this](const boost::system::error_code& failed, int number) {
            if (failed || ended_) return;
            if (number == SIGUSR1) pause("SIGUSR2 resumes");
            if (number == SIGUSR2) resume();
            if (number == SIGTSTP) stand_in_background();
            hear_pauses();
        });
    }

    void pause(std::string_view way_back) {
        if (fleet_.paused()) return;
        fleet_.pause();
        paused_at_ = std::chrono::steady_clock::now();
        log::info("paused: virtual time stands still, links stay up; {}", way_back);
    }

    void resume() {
        if (!fleet_.paused()) return;
        fleet_.resume();
        const std::chrono::duration<double> stood = std::chrono::steady_clock::now() - paused_at_;
        log::info("resumed after {:.1f} s", stood.count());
    }

    /// Ctrl-Z: the whole process stops until fg or SIGCONT, its links too.
    void stand_in_background() {
        const bool was_paused = fleet_.paused();
        pause("fg or SIGCONT resumes");
        std::raise(SIGSTOP);
        if (!was_paused) resume();
    }

    void end(int result) {
        if (ended_) return;
        ended_ = true;
        result_ = result;
        pauses_.cancel();
        duration_.cancel();
        look_.stop();
        if (result == program::exit_ok && !bounds_.any()) log::info("stopping: delivering what the machines reported");
        stopping_ = std::jthread([this] {
            ended_in_time_ = fleet_.stop();
            boost::asio::post(context_, [this] { signals_.cancel(); });
        });
    }

    fleet& fleet_;
    const run_bounds& bounds_;
    boost::asio::io_context context_{1};
    program::stop_signals signals_;
    boost::asio::signal_set pauses_;
    boost::asio::steady_timer duration_;
    program::live_line& line_;
    link::ticker look_;
    std::chrono::steady_clock::time_point began_, paused_at_;
    bool ended_ = false;
    int result_ = program::exit_ok;
    bool ended_in_time_ = true;
    std::jthread stopping_;  ///< stops the fleet while this thread handles signals
};

/// A run that ended by itself with undelivered messages has failed.
int judged(int result, const fleet& f, const run_bounds& bounds) {
    const auto owed = shortfall_of(f);
    if (!owed.any()) return result;
    log::warn("{}", in_words(owed, f.failures().all()));
    return result == program::exit_ok && bounds.any() ? static_cast<int>(program::exit_failed) : result;
}

std::string what_it_does(const fleet& f, const fleet_config& config) {
    const auto machines = counted(f.size(), "machine");
    const bool one = f.size() == 1;
    if (!config.listen.empty())
        return fmt::format("{} {} from {}", machines, one ? "listens" : "listen", config.listen);
    return fmt::format("{} {} {}", machines, one ? "dials" : "dial", config.host);
}

}  // namespace

int run_command(fleet_config& config, const run_bounds& bounds, const std::string& report_file,
                const std::vector<settings::remark>& remarks) {
    const auto line =
        program::set_up_log(config.log_level, config.log_json ? program::log_format::json : program::log_format::plain);
    program::tell(remarks);
    program::raise_file_limit();
    config.link.software = program::fleet_software;
    const auto wire_dialect = protocol::load_dialect(config.dialect);
    program::try_report("--report", report_file);
    program::require_apart({{"--report", report_file}, {"--capture", config.capture.file}});
    const auto captured = link::open_capture(config.capture, program::fleet_software, config.given);
    fleet f(config, wire_dialect, bounds, captured.get());
    log::info("{} at time scale {}, seed {}", what_it_does(f, config), config.scale, config.seed);
    if (!config.faults.empty())
        log::info("{} placed, seed {}", counted(config.faults.size(), "fault is", "faults are"), config.seed);
    run_watch watch(f, bounds, *line);
    const int ended = watch.run();
    log::info("{}", progress_line(f, {}, {}, false));
    const int result = judged(ended, f, bounds);
    if (!report_file.empty()) program::write_report(report_file, report_json(f) + '\n');
    const bool captured_all =
        captured == nullptr || captured->close(std::chrono::steady_clock::now() + capture_closes_within);
    if (watch.ended_in_time() && captured_all) return result;
    log::shut_down();
    std::_Exit(result);
}

}  // namespace husky::cells
