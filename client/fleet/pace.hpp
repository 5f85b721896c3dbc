#pragma once

#include "client/fleet/fleet_config.hpp"
#include "client/model/time.hpp"
#include "protocol/time.hpp"

namespace husky::cells {

/// When a happening at a cell's virtual time is due in real time. No drift: always computed from the start.
class pace {
  public:
    pace(time_scale scale, protocol::instant start) : factor_(scale.factor), start_(start) {}

    /// `offset` is how long after the fleet the machine started, in real time.
    [[nodiscard]] protocol::instant due(sim_time at, protocol::duration offset) const {
        if (at == never) return protocol::never;
        return start_ + offset +
               protocol::duration(static_cast<protocol::duration::rep>(static_cast<double>(at.count()) / factor_));
    }
    [[nodiscard]] sim_time virtual_time(protocol::instant real, protocol::duration offset) const {
        const auto passed = static_cast<double>((real - start_ - offset).count()) * factor_;
        return sim_time(passed > 0 ? static_cast<sim_time::rep>(passed) : 0);
    }

  private:
    double factor_;
    protocol::instant start_;
};

}  // namespace husky::cells
