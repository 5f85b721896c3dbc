#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "protocol/messages/codes.hpp"

namespace husky::protocol {

/// Largest selection a machine takes: a cycle message of this many 32-byte texts still fits.
constexpr std::size_t max_cycle_selection = 1024;

/// Which variables a machine's cycle messages carry: 1 and 4, then the selected ones, each once, in the order of the
/// selection. A side that never got its own selection uses that of side 0. Outlives a reconnect.
class cycle_selection {
  public:
    /// False, with nothing changed, if there are too many.
    bool select(tandem_side side, std::span<const variable_id> variables);

    [[nodiscard]] std::span<const variable_id> of(tandem_side side) const;

  private:
    static constexpr std::array<variable_id, 2> always{variable::life_cycle_counter, variable::cycle_end_time};
    std::array<std::vector<variable_id>, tandem_sides> chosen_;
};

}  // namespace husky::protocol
