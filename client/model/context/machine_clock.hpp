#pragma once

#include <chrono>
#include <cstdint>

#include "client/model/time.hpp"

namespace husky::cells {

/// Errors of a clock.
struct clock_faults {
    double offset_s = 0;         ///< it is wrong by this much
    double drift_s_per_day = 0;  ///< and drifts by this much
    bool summer_time = false;    ///< and shows one hour more in Europe's summer time
};

/// The clock on the machine's panel: a date that runs with the cell's virtual time. A host may set it.
class machine_clock {
  public:
    void set_faults(const clock_faults& f) { faults_ = f; }

    /// From `now` on the clock shows `shown`. Dates outside the years -9999 to 9999 are held at the nearer end.
    void set(std::chrono::sys_seconds shown, sim_time now);

    [[nodiscard]] std::chrono::sys_seconds at(sim_time t) const;

    /// When the clock will show `shown`, as seen from `now`; a clock that is slower than its faults say needs longer.
    [[nodiscard]] sim_time when(std::chrono::sys_seconds shown, sim_time now) const;

    /// Seconds since 1970-01-01 as variable 4 carries them; held at the ends of its 32 bits (1901 and 2038).
    [[nodiscard]] std::int32_t seconds_at(sim_time t) const;

  private:
    std::chrono::sys_seconds shown_{};
    sim_time at_{};
    clock_faults faults_;
};

/// Whether Central European summer time holds at that time, given in GMT.
bool is_summer_time(std::chrono::sys_seconds t);

}  // namespace husky::cells
