#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "protocol/messages/report_messages.hpp"
#include "protocol/messages/variable_messages.hpp"

namespace husky::host {

/// The values of a cycle.
using values_of_cycle = std::span<const protocol::variable_value>;

/// Reads a job's counters out of a machine's cycles: variables 2, 162 and 163. Their places are remembered, for a
/// machine's cycles have one layout until it is asked for another.
class job_counters {
  public:
    /// Sets in `status` what the cycle counts, and leaves what it does not say.
    void take(values_of_cycle values, protocol::machine_status& status);

  private:
    void look_for_places(values_of_cycle values);
    [[nodiscard]] bool places_hold(values_of_cycle values) const;

    std::array<std::size_t, 3> places_{};  ///< of each counter; the number of values where there is none
    std::size_t values_ = 0;               ///< in the cycle that was looked through
};

}  // namespace husky::host
