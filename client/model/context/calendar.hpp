#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "client/model/time.hpp"

namespace husky::cells {

/// The appointments of a cell. Of two that are due at once, the earlier in this list comes first.
enum class appointment : std::size_t {
    command,  ///< record what the host has just ordered
    cycle_end,
    failure,      ///< something fails, after this much running time
    storm,        ///< one of many messages after an emergency stop or a power failure
    consequence,  ///< a message that follows from a stop
    reason,       ///< an operator enters why the machine is stopped
    standby,      ///< the heats are set back in a long stop
    repaired,
    cycle_start,  ///< the operator presses it, after a repair
    step_end,     ///< of a procedure
    alarm_over,
    rest_look,  ///< zones and oil are updated while no cycles run
    chatter,    ///< a switch that chatters
    lot_change,
    shift_change,   ///< a shift begins, its crew takes over, or is no longer new
    log_on,         ///< an operator logs on or off
    operator_work,  ///< set-point change, sample, set-up
    count_,
};

/// One time for each appointment; fixed in size, so that a cell allocates nothing while it lives.
class calendar {
  public:
    calendar() { due_.fill(never); }

    void set(appointment a, sim_time t) { due_[static_cast<std::size_t>(a)] = t; }
    void cancel(appointment a) { set(a, never); }
    [[nodiscard]] sim_time at(appointment a) const { return due_[static_cast<std::size_t>(a)]; }
    [[nodiscard]] bool has(appointment a) const { return at(a) != never; }
    [[nodiscard]] appointment next() const {
        return static_cast<appointment>(std::min_element(due_.begin(), due_.end()) - due_.begin());
    }
    [[nodiscard]] sim_time next_time() const { return *std::min_element(due_.begin(), due_.end()); }

  private:
    std::array<sim_time, static_cast<std::size_t>(appointment::count_)> due_;
};

}  // namespace husky::cells
