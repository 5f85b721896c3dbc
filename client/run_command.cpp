#include "client/run_command.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "client/fleet/progress.hpp"
#include "client/version.hpp"
#include "link/capture/capture_file.hpp"
#include "link/command_line.hpp"
#include "link/configuration.hpp"
#include "link/log.hpp"
#include "link/output/report.hpp"
#include "link/say.hpp"
#include "link/signals.hpp"
#include "protocol/dialect_file.hpp"

namespace husky::cells {

namespace {

constexpr std::chrono::milliseconds capture_closes_within{300};

/// What the main thread does while a fleet runs: waits for signals and bounds, and shows progress.
class run_watch {
  public:
    run_watch(fleet& f, const run_bounds& bounds)
        : fleet_(f),
          bounds_(bounds),
          signals_(context_, [this] { end(bounds_.any() ? link::exit_cut_short : link::exit_ok); }),
          pauses_(context_, SIGUSR1, SIGUSR2, SIGTSTP),
          duration_(context_),
          look_(context_),
          on_terminal_(isatty(STDERR_FILENO) == 1) {}

    int run() {
        began_ = std::chrono::steady_clock::now();
        fleet_.start([this] { boost::asio::post(context_, [this] { tell_ready(); }); },
                     [this] { boost::asio::post(context_, [this] { end(link::exit_ok); }); });
        if (bounds_.duration.count() > 0) {
            duration_.expires_after(bounds_.duration);
            duration_.async_wait([this](const boost::system::error_code& failed) {
                if (!failed) end(bounds_.cycles > 0 ? link::exit_timed_out : link::exit_ok);
            });
        }
        look_later();
        hear_pauses();
        context_.run();
        if (on_terminal_ && shown_) link::say(stderr, "\n");
        return result_;
    }

    /// After run().
    [[nodiscard]] bool ended_in_time() const { return ended_in_time_; }

  private:
    void tell_ready() {
        link::say(stdout, "ready machines={}\n", fleet_.size());
        std::fflush(stdout);
    }

    void look_later() {
        look_.expires_after(on_terminal_ ? std::chrono::milliseconds(500) : std::chrono::milliseconds(10'000));
        look_.async_wait([this](const boost::system::error_code& failed) {
            if (failed) return;
            show();
            look_later();
        });
    }

    void show() {
        const auto line = progress_line(fleet_, bounds_, std::chrono::steady_clock::now() - began_, on_terminal_);
        if (!on_terminal_) return spdlog::info("{}", line);
        link::say(stderr, "\r\x1b[K{}", line);
        shown_ = true;
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
        spdlog::info("paused: virtual time stands still, links stay up; {}", way_back);
    }

    void resume() {
        if (!fleet_.paused()) return;
        fleet_.resume();
        const std::chrono::duration<double> stood = std::chrono::steady_clock::now() - paused_at_;
        spdlog::info("resumed after {:.1f} s", stood.count());
    }

    /// Ctrl-Z: the whole process stands until fg or SIGCONT, its links too.
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
        look_.cancel();
        if (result == link::exit_ok && !bounds_.any()) spdlog::info("stopping: delivering what the machines reported");
        stopping_ = std::jthread([this] {
            ended_in_time_ = fleet_.stop();
            boost::asio::post(context_, [this] { signals_.cancel(); });
        });
    }

    fleet& fleet_;
    const run_bounds& bounds_;
    boost::asio::io_context context_{1};
    link::stop_signals signals_;
    boost::asio::signal_set pauses_;
    boost::asio::steady_timer duration_, look_;
    std::chrono::steady_clock::time_point began_, paused_at_;
    bool on_terminal_;
    bool shown_ = false;
    bool ended_ = false;
    int result_ = link::exit_ok;
    bool ended_in_time_ = true;
    std::jthread stopping_;  ///< stops the fleet while this thread hears signals
};

void warn_of_undelivered(const fleet& f) {
    std::size_t machines = 0, messages = 0;
    for (const machine* m : f.machines()) {
        if (m->link().buffered() == 0) continue;
        ++machines;
        messages += m->link().buffered();
    }
    if (messages > 0)
        spdlog::warn("{} messages of {} machines were not delivered: no host took them", messages, machines);
}

}  // namespace

int run_command(run_options& options) {
    auto& config = options.config;
    link::set_up_log(config.log_level, config.log_json ? link::log_format::json : link::log_format::plain);
    link::tell(options.remarks);
    link::raise_file_limit();
    config.link.software = software_version;
    const auto spoken = protocol::load_dialect(config.dialect);
    link::try_report("--report", options.report_file);
    link::require_apart({{"--report", options.report_file}, {"--capture", config.capture.file}});
    const auto captured = link::open_capture(config.capture, software_version, config.given);
    fleet f(config, spoken, options.bounds, captured.get());
    spdlog::info("{} machines {} {} at time scale {}, seed {}", f.size(),
                 config.listen.empty() ? "dial" : "listen from", config.listen.empty() ? config.host : config.listen,
                 config.scale, config.seed);
    if (!config.faults.empty()) spdlog::info("{} faults are placed, seed {}", config.faults.size(), config.seed);
    run_watch watch(f, options.bounds);
    const int result = watch.run();
    spdlog::info("{}", progress_line(f, {}, {}, false));
    warn_of_undelivered(f);
    if (!options.report_file.empty()) link::write_report(options.report_file, report_json(f) + '\n');
    const bool captured_all =
        captured == nullptr || captured->close(std::chrono::steady_clock::now() + capture_closes_within);
    if (watch.ended_in_time() && captured_all) return result;
    spdlog::shutdown();
    std::_Exit(result);
}

}  // namespace husky::cells
