#include "client/fleet/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

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
    const auto& c = f.counts();
    auto line = fmt::format("{} machines, {} linked, {} cycles, {} events, {} interruptions", f.size(), c.linked.load(),
                            c.cycles.load(), c.events.load(), c.interruptions.load());
    if (c.prints.load() > 0) line += fmt::format(", {} printed", c.prints.load());
    if (c.prints_lost.load() > 0) line += fmt::format(", {} not printed", c.prints_lost.load());
    if (!bounds.any()) return line;
    const double share = share_done(f, bounds, elapsed);
    const auto full = static_cast<int>(share * bar_width);
    if (with_bar) line += fmt::format(" [{:#<{}}{:.<{}}]", "", full, "", bar_width - full);
    return line + fmt::format(" {:.0f} %", share * 100);
}

}  // namespace husky::cells
