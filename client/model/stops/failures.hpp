#pragma once

#include <array>

#include "client/model/context/cell_context.hpp"
#include "client/model/stops/active_messages.hpp"

namespace husky::cells {

/// What fails in a machine, by its running time. `rate` is how often things fail now, against a crew that knows how the
/// machine runs: running time counts that much more.
class failures {
  public:
    /// `rate_scale` 1 for a machine in its middle years, 2 for an old one.
    failures(const cells::family& f, double rate_scale, random_stream& random);

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

    [[nodiscard]] double rate_scale() const { return rate_scale_; }

  private:
    [[nodiscard]] double due_hours(std::size_t which) const { return static_cast<double>(due_hours_[which]); }
    void draw(std::size_t which, const cells::family& f, random_stream& random);
    void find_ramps();

    double rate_scale_;
    double hours_ = 0;             ///< running time
    double ramps_from_hours_ = 0;  ///< before that nothing announces itself
    sim_time counted_to_{};
    std::array<float, interruption_count> due_hours_{};  ///< when each thing of the catalogue fails next
};

}  // namespace husky::cells
