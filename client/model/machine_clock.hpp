#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include "client/model/time.hpp"

namespace husky::cells {

/// The clock on the machine's panel: a date that runs with the cell's virtual time. A host may set it.
class machine_clock {
  public:
    /// From `now` on the clock shows `shown`. Dates outside the years -9999 to 9999 are held at the nearer end.
    void set(std::chrono::sys_seconds shown, sim_time now) {
        using std::chrono::sys_days;
        using namespace std::chrono_literals;
        shown_ = std::clamp<std::chrono::sys_seconds>(shown, sys_days(-9999y / 1 / 1), sys_days(9999y / 12 / 31));
        at_ = now;
    }

    [[nodiscard]] std::chrono::sys_seconds at(sim_time t) const {
        return shown_ + std::chrono::floor<std::chrono::seconds>(t - at_);
    }

    /// Seconds since 1970-01-01 as variable 4 carries them; held at the ends of its 32 bits (1901 and 2038).
    [[nodiscard]] std::int32_t seconds_at(sim_time t) const {
        const auto s = at(t).time_since_epoch().count();
        return static_cast<std::int32_t>(std::clamp<decltype(s)>(s, std::numeric_limits<std::int32_t>::min(),
                                                                 std::numeric_limits<std::int32_t>::max()));
    }

  private:
    std::chrono::sys_seconds shown_{};
    sim_time at_{};
};

}  // namespace husky::cells
