#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "client/model/catalogues/variables.hpp"

namespace husky::cells {

/// How a machine with its own set-up differs from its family, as far as its process is affected. A machine
/// has one only while there is a difference.
class process_changes {
  public:
    /// Of one variable on one side.
    struct change {
        double offset = 0;    ///< of the set point, from the family's
        bool judged = false;  ///< the limits below replace the family's band
        bool rejects = false;
        float low = -std::numeric_limits<float>::infinity();
        float high = std::numeric_limits<float>::infinity();
    };
    process_changes() {
        for (auto& side : slots_)
            side.fill(none);
    }

    [[nodiscard]] const change* of(protocol::tandem_side side, process_variable q) const {
        const auto slot = slots_[side][index(q)];
        return slot == none ? nullptr : &changes_[slot];
    }
    [[nodiscard]] double offset(protocol::tandem_side side, process_variable q) const {
        const auto* c = of(side, q);
        return c == nullptr ? 0 : c->offset;
    }
    /// Adds a change, or returns the existing one.
    change& at(protocol::tandem_side side, process_variable q) {
        auto& slot = slots_[side][index(q)];
        if (slot == none) {
            slot = static_cast<std::uint8_t>(changes_.size());
            changes_.emplace_back();
        }
        return changes_[slot];
    }

    /// Of one side, against the family's.
    struct difference {
        double cycle_delay_s = 0, recovery_delay_s = 0, pressure_limit = 0;
    };
    std::array<difference, protocol::tandem_sides> further;

  private:
    static constexpr std::uint8_t none = 0xFF;
    static_assert(protocol::tandem_sides * process_variable_count < none);

    std::array<std::array<std::uint8_t, process_variable_count>, protocol::tandem_sides> slots_;
    std::vector<change> changes_;
};

}  // namespace husky::cells
