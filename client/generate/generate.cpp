#include "client/generate/generate.hpp"

#include <queue>
#include <utility>

namespace husky::cells {

namespace {

constexpr std::size_t piece_bytes = 1 << 18;  ///< of text handed to the output at once

/// Cells ordered by when they are due; of two that are due at once, the one named first.
class queue_of_cells {
  public:
    explicit queue_of_cells(const generation& what) {
        cells_.reserve(what.machines.size());
        for (const auto& m : what.machines) {
            cells_.emplace_back(*m.kind, m.settings, m.seed > 0 ? m.seed : what.seed);
            cells_.back().start_clock(what.from);
            due_.emplace(cells_.back().next(), cells_.size() - 1);
        }
    }

    [[nodiscard]] bool empty() const { return due_.empty(); }
    [[nodiscard]] sim_time next() const { return due_.top().first; }

    void advance(row_writer& rows) {
        const auto which = due_.top().second;
        due_.pop();
        cell& c = cells_[which];
        rows.turn_to(c);
        c.advance(rows);
        due_.emplace(c.next(), which);
    }

  private:
    using entry = std::pair<sim_time, std::size_t>;
    std::vector<cell> cells_;
    std::priority_queue<entry, std::vector<entry>, std::greater<>> due_;
};

}  // namespace

generated generate(const generation& what, row_writer& rows, text_output& out,
                   const std::function<bool(double)>& go_on) {
    queue_of_cells cells(what);
    const auto flush = [&] {
        const bool taken = out.write(rows.text());
        rows.text().clear();
        return taken;
    };
    while (!cells.empty() && cells.next() <= what.length) {
        const sim_time reached = cells.next();
        cells.advance(rows);
        if (rows.text().size() < piece_bytes) continue;
        if (!flush()) return {rows.cycles(), false};
        if (go_on && !go_on(to_seconds(reached) / to_seconds(what.length))) return {rows.cycles(), false};
    }
    if (!flush()) return {rows.cycles(), false};
    if (go_on) go_on(1);
    return {rows.cycles(), true};
}

}  // namespace husky::cells
