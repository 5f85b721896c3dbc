#include "client/generate/generate.hpp"

#include <queue>
#include <utility>

namespace husky::cells {

namespace {

constexpr std::size_t piece_bytes = 1 << 18;  ///< of text handed to the output at once

}  // namespace

bool generate(const generation& what, row_writer& rows, const text_output& out,
              const std::function<bool(double)>& go_on) {
    std::vector<cell> cells;
    cells.reserve(what.machines.size());
    // Of two cells that are due at once, the one named first comes first.
    using due_cell = std::pair<sim_time, std::size_t>;
    std::priority_queue<due_cell, std::vector<due_cell>, std::greater<>> due;
    for (const auto& m : what.machines) {
        cells.emplace_back(*m.kind, m.settings, m.seed > 0 ? m.seed : what.seed);
        cells.back().start_clock(what.from);
        due.emplace(cells.back().next(), cells.size() - 1);
    }
    const auto flush = [&] {
        const bool taken = out(rows.text());
        rows.text().clear();
        return taken;
    };
    while (!due.empty() && due.top().first <= what.length) {
        const auto [reached, which] = due.top();
        due.pop();
        cell& c = cells[which];
        rows.turn_to(c);
        c.advance(rows);
        due.emplace(c.next(), which);
        if (rows.text().size() < piece_bytes) continue;
        if (!flush()) return false;
        if (go_on && !go_on(to_seconds(reached) / to_seconds(what.length))) return false;
    }
    if (!flush()) return false;
    if (go_on) go_on(1);
    return true;
}

}  // namespace husky::cells
