#pragma once

#include <array>

#include "client/model/family/family.hpp"
#include "client/model/random.hpp"

namespace husky::cells {

/// When each failure of the catalogue comes next, in hours of running time.
class failure_plan {
  public:
    /// `rate_scale` 1 for a machine in its middle years, 2 for an old one.
    failure_plan(const family& f, double rate_scale, random_stream& random);

    [[nodiscard]] double next_hours() const;
    /// What that is: an index of the catalogue.
    [[nodiscard]] std::size_t next() const;
    [[nodiscard]] double rate_scale() const { return rate_scale_; }
    [[nodiscard]] double due_hours(std::size_t which) const { return static_cast<double>(due_hours_[which]); }
    /// Running hours before which no failure shows.
    [[nodiscard]] double ramps_from_hours() const { return ramps_from_hours_; }
    /// It failed and is as good as new after `running_hours`.
    void renew(std::size_t which, double running_hours, random_stream& random);

  private:
    void draw(std::size_t which, double running_hours, random_stream& random);
    void find_ramps();

    const family* family_;
    double rate_scale_;
    double ramps_from_hours_ = 0;
    std::array<float, interruption_count> due_hours_{};
};

}  // namespace husky::cells
