#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "protocol/messages/variable_messages.hpp"

/// What a machine reports, in any protocol. Everything referred to is valid during the call that it is
/// handed to.
namespace husky::host {

/// A cycle has ended.
struct reported_cycle {
    protocol::tandem_side side = 0;
    std::int32_t life_counter = 0;                       ///< from 1
    std::chrono::sys_seconds end_time{};                 ///< by the machine's clock
    std::span<const protocol::variable_value> values{};  ///< in the machine's order, counter and end time among them
};

/// A text of a report in one language.
struct reported_text {
    std::string_view language;
    std::string_view type;  ///< of an event: its kind in that language
    std::string_view content;
};

/// An entry of the machine's log.
struct reported_event {
    std::string_view machine_time;  ///< ISO-8601 without a zone; the text the machine sent if that is not a date
    std::span<const reported_text> texts{};
};

/// A condition that stopped the automatic cycle began or ended.
struct reported_interruption {
    std::uint16_t id = 0;
    protocol::interruption_state state = protocol::interruption_state::ends;
    protocol::tandem_side side = 0;
    std::string_view machine_time;  ///< as of an event
    std::span<const reported_text> texts{};
};

}  // namespace husky::host
