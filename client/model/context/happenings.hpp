#pragma once

#include <chrono>
#include <cstdint>
#include <span>

#include "protocol/messages/machine_messages.hpp"

namespace husky::cells {

/// Takes what happens in a cell, in the order in which it happens. Called from cell::advance; must not call the cell's
/// non-const functions. Spans are valid during the call only. `at` is the machine's own clock.
class happenings {
  public:
    virtual ~happenings() = default;

    /// A cycle of that side ended; its values can be read from the cell during the call.
    virtual void cycle_ended(protocol::tandem_side side) = 0;
    virtual void event_recorded(std::chrono::sys_seconds at, std::span<const protocol::event_text> texts) = 0;
    virtual void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side side,
                              std::chrono::sys_seconds at, std::span<const protocol::interruption_text> texts) = 0;
    /// Mode, production, job or mould changed; cell::status tells the new state.
    virtual void status_changed(protocol::tandem_side side) = 0;
    /// The order of that side is complete; its counters are cleared after the call.
    virtual void job_ended(protocol::tandem_side) {}
    /// A crew leaves, and the next one begins to take over.
    virtual void shift_ended() {}

  protected:
    happenings() = default;
    happenings(const happenings&) = default;
    happenings& operator=(const happenings&) = default;
};

}  // namespace husky::cells
