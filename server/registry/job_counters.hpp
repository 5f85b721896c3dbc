#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "protocol/messages/report_messages.hpp"
#include "protocol/messages/variable_messages.hpp"

namespace husky::host {

/// The values of a cycle.
using values_of_cycle = std::span<const protocol::variable_value>;

/// What a cycle says of its job and of what it made; empty where it does not say it. Counts are not negative.
struct told_counts {
    std::optional<std::int32_t> job_cycles, side_cycles, quality, good, bad, cavities;
    std::optional<float> cycle_time;  ///< seconds, above 0

    /// Sets in `status` what the cycle counts, and leaves what it does not say.
    void show_in(protocol::machine_status& status) const;
};

/// Reads a job's counters out of a machine's cycles: variables 2, 3, 5, 101, 162, 163 and 166. Their places are
/// remembered, for a machine's cycles have one layout until it is asked for another.
class job_counters {
  public:
    told_counts read(values_of_cycle values);

  private:
    void look_for_places(values_of_cycle values);
    [[nodiscard]] bool places_hold(values_of_cycle values) const;

    std::array<std::uint16_t, 7> places_{};  ///< of each counter; the number of values where there is none
    std::size_t values_ = 0;                 ///< in the cycle that was looked through
};

}  // namespace husky::host
