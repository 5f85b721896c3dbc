#pragma once

#include "client/model/context/cell_context.hpp"
#include "client/model/stops/active_messages.hpp"
#include "client/model/stops/failure_plan.hpp"

namespace husky::cells {

/// What fails in a machine, by its running time. `rate` is how often things fail now, against a crew that knows how the
/// machine runs: running time counts that much more.
class failures {
  public:
    /// `rate_scale` as in failure_plan.
    failures(const cells::family& f, double rate_scale, random_stream& random) : plan_(f, rate_scale, random) {}

    /// Cycles begin.
    void begin(const cell_context& c) { counted_to_ = c.now; }
    /// Cycles were made up to now.
    void count(const cell_context& c, double rate);
    /// Counts, and plans the next failure.
    void plan(cell_context& c, double rate);
    /// What failed, by index of the catalogue; it is as good as new then.
    std::size_t take(cell_context& c, double rate);
    /// Coming failures show in this shot.
    void announce(const cell_context& c, const active_messages& messages, shot& s) const;

    [[nodiscard]] double rate_scale() const { return plan_.rate_scale(); }

  private:
    failure_plan plan_;
    sim_time counted_to_{};
    double hours_ = 0;  ///< running time
};

}  // namespace husky::cells
