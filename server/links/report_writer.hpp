#pragma once

#include <chrono>

#include "protocol/dialect.hpp"
#include "protocol/machine_messages.hpp"
#include "server/store/records.hpp"

namespace husky::host {

/// Turns what machines report into records of a batch; values and texts become the JSON that the API serves.

/// {"1":17,"101":5.5,...}: every value by its variable id; unavailable, NaN and infinite ones are null.
void append_cycle_values(const protocol::cycle& c, std::string& out);

event_record keep_event(const protocol::event& e, machine_id machine, wall_time received, const protocol::dialect& d,
                        batch& into);

interruption_record keep_interruption(const protocol::cycle_interruption& i, machine_id machine, wall_time received,
                                      const protocol::dialect& d, batch& into);

/// Values of a cycle that are no finite numbers.
std::size_t count_not_finite(const protocol::cycle& c);

/// Whether a text holds characters that no screen shows (C0 and C1 control codes).
bool has_control_character(std::string_view utf8);

}  // namespace husky::host
