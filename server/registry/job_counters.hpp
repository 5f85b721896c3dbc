#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "protocol/report_messages.hpp"
#include "protocol/variable_messages.hpp"

namespace husky::host {

/// Reads a job's counters out of a machine's cycles: variables 2, 162 and 163. Their places are remembered, for a
/// machine's cycles have one layout until it is asked for another.
class job_counters {
  public:
    /// Sets in `status` what the cycle counts, and leaves what it does not say.
    void take(const protocol::cycle& c, protocol::machine_status& status);

  private:
    void look_for_places(const protocol::cycle& c);
    [[nodiscard]] bool places_hold(const protocol::cycle& c) const;

    std::array<std::size_t, 3> places_{};  ///< of each counter; the number of values where there is none
    std::size_t values_ = 0;               ///< in the cycle that was looked through
};

}  // namespace husky::host
