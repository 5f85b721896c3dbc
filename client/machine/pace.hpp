#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "client/model/time.hpp"
#include "protocol/time.hpp"

namespace husky::cells {

/// How fast virtual time runs.
struct time_scale {
    double factor = 1;
    bool as_fast_as_possible = false;  ///< "max": bounded only by how fast outlets deliver
};

/// When an event at a cell's virtual time is due in real time. No drift: always computed from the start, less the
/// time for which virtual time stood still.
class pace {
  public:
    pace(time_scale scale, protocol::instant start) : factor_(scale.factor), start_(start) {}

    /// `offset` is how long after the fleet the machine started, in real time. Never while paused.
    [[nodiscard]] protocol::instant due(sim_time at, protocol::duration offset) const {
        if (at == never || paused()) return protocol::never;
        return start_ + stood_ + offset +
               protocol::duration(static_cast<protocol::duration::rep>(static_cast<double>(at.count()) / factor_));
    }
    [[nodiscard]] sim_time virtual_time(protocol::instant real, protocol::duration offset) const {
        const auto ran_until = paused() ? std::min(real, *paused_at_) : real;
        const auto passed = static_cast<double>((ran_until - start_ - stood_ - offset).count()) * factor_;
        return sim_time(passed > 0 ? static_cast<sim_time::rep>(passed) : 0);
    }

    /// Virtual time stands still from `now` until resume(). Does nothing where it already stands.
    void pause(protocol::instant now) {
        if (!paused()) paused_at_ = now;
    }
    void resume(protocol::instant now) {
        if (paused()) stood_ += now - *std::exchange(paused_at_, std::nullopt);
    }
    [[nodiscard]] bool paused() const { return paused_at_.has_value(); }

  private:
    double factor_;
    protocol::instant start_;
    protocol::duration stood_{};
    std::optional<protocol::instant> paused_at_;
};

}  // namespace husky::cells
