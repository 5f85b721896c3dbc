#pragma once

#include <cmath>

#include "client/model/time.hpp"

namespace husky::cells {

/// How hot barrel and hot runner are: 0 as cold as the hall, 1 at set point. Approaches its target first-order.
class heat_up {
  public:
    void set(double target, double tau_s, sim_time now) {
        from_ = at(now);
        target_ = target;
        tau_s_ = tau_s;
        since_ = now;
    }
    void start_at(double part) { from_ = target_ = part; }

    [[nodiscard]] double target() const { return target_; }
    [[nodiscard]] double at(sim_time now) const {
        if (from_ == target_) return target_;
        const double part = target_ + (from_ - target_) * std::exp(-to_seconds(now - since_) / tau_s_);
        return std::abs(part - target_) < 1e-3 ? target_ : part;
    }

  private:
    double from_ = 1, target_ = 1, tau_s_ = 1;
    sim_time since_{};
};

}  // namespace husky::cells
