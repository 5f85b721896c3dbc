#include "scenario/suite/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "link/say.hpp"
#include "scenario/report/terminal.hpp"
#include "settings/environment.hpp"

namespace husky::suite {

console::console()
    : shows_progress_(isatty(STDERR_FILENO) == 1),
      colours_(isatty(STDOUT_FILENO) == 1 && settings::variable("NO_COLOR") == nullptr) {}

void console::print(const scenario::verdict& v) {
    clear_picture();
    link::say(stdout, "{}", scenario::terminal_text(v, colours_));
    std::fflush(stdout);
}

void console::print_summary(const std::vector<scenario::verdict>& all, std::size_t left_out) {
    if (all.size() > 1 || left_out > 0) link::say(stdout, "{}\n", scenario::summary_line(all, left_out));
    std::fflush(stdout);
}

void console::note(const std::string& name, scenario::engine::progress p) {
    const std::lock_guard lock(mutex_);
    latest_ =
        fmt::format("{}: {} of {} steps, {} of {} expectations", name, p.steps_done, p.steps, p.known, p.expectations);
}

void console::draw(std::size_t played, std::size_t all) {
    std::string latest;
    {
        const std::lock_guard lock(mutex_);
        latest = latest_;
    }
    constexpr std::size_t widest = 100;
    const auto line = fmt::format("{} of {} played{}{}", played, all, latest.empty() ? "" : "; ", latest);
    link::say(stderr, "\r\x1b[K{}", line.substr(0, widest));
    std::fflush(stderr);
    drawn_ = true;
}

void console::clear_picture() {
    if (!drawn_) return;
    link::say(stderr, "\r\x1b[K");
    std::fflush(stderr);
    drawn_ = false;
}

}  // namespace husky::suite
