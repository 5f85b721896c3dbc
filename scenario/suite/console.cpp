#include "scenario/suite/console.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "program/say.hpp"
#include "scenario/report/terminal.hpp"
#include "settings/counted.hpp"
#include "settings/schema/environment.hpp"

namespace husky::suite {

console::console(program::live_line& progress)
    : progress_(progress), colours_(isatty(STDOUT_FILENO) == 1 && settings::variable("NO_COLOR") == nullptr) {}

void console::print(const scenario::verdict& v) {
    progress_.above([&] {
        program::say(stdout, "{}", scenario::terminal_text(v, colours_));
        std::fflush(stdout);
    });
}

void console::print_summary(const std::vector<scenario::verdict>& all, std::size_t left_out) {
    if (all.size() > 1 || left_out > 0) program::say(stdout, "{}\n", scenario::summary_line(all, left_out));
    std::fflush(stdout);
}

void console::note(const std::string& name, scenario::engine::progress p) {
    const std::lock_guard lock(mutex_);
    latest_ = fmt::format("{}: {} of {}, {} of {}", name, p.steps_done, settings::counted(p.steps, "step"), p.known,
                          settings::counted(p.expectations, "expectation"));
}

void console::draw(std::size_t played, std::size_t all) {
    std::string latest;
    {
        const std::lock_guard lock(mutex_);
        latest = latest_;
    }
    progress_.show(fmt::format("{} of {} played{}{}", played, all, latest.empty() ? "" : "; ", latest));
}

}  // namespace husky::suite
