#include "client/fleet/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/counted.hpp"

namespace husky::cells {

namespace {

constexpr int bar_width = 24;

double share_done(const fleet& f, const run_bounds& bounds, std::chrono::nanoseconds elapsed) {
    double share = 0;
    if (bounds.cycles > 0)
        share = static_cast<double>(f.counts().cycles.load()) /
                (static_cast<double>(bounds.cycles) * static_cast<double>(f.size()));
    if (bounds.duration.count() > 0)
        share = std::max(share, static_cast<double>(elapsed.count()) / static_cast<double>(bounds.duration.count()));
    return std::clamp(share, 0.0, 1.0);
}

}  // namespace

std::string progress_line(const fleet& f, const run_bounds& bounds, std::chrono::nanoseconds elapsed, bool with_bar) {
    using settings::counted;
    const auto& c = f.counts();
    auto line = fmt::format("{}, {} linked, {}, {}, {}", counted(f.size(), "machine"), c.linked.load(),
                            counted(c.cycles.load(), "cycle"), counted(c.events.load(), "event"),
                            counted(c.interruptions.load(), "interruption"));
    if (c.prints.load() > 0) line += fmt::format(", {} printed", c.prints.load());
    if (c.prints_lost.load() > 0) line += fmt::format(", {} not printed", c.prints_lost.load());
    if (!bounds.any()) return line;
    const double share = share_done(f, bounds, elapsed);
    if (!with_bar) return line + fmt::format(" {:.0f} %", share * 100);
    const auto full = static_cast<int>(share * bar_width);
    return fmt::format("[{:#<{}}{:.<{}}] {:.0f} % {}", "", full, "", bar_width - full, share * 100, line);
}

}  // namespace husky::cells
