#pragma once

#include "server/intake/reports.hpp"
#include "server/records/records.hpp"

namespace husky::host {

/// Turns what machines report into records of a batch; values and texts become the JSON that the API serves.

/// The values become {"1":17,"101":5.5,...}: each by its variable id; unavailable, NaN and infinite ones are null.
void write_cycle(const reported_cycle& c, machine_id machine, std::int32_t epoch, wall_time received,
                 const produced& made, batch& into);
void write_event(const reported_event& e, machine_id machine, wall_time received, batch& into);
void write_interruption(const reported_interruption& i, machine_id machine, wall_time received, batch& into);

/// The texts of an interruption: [{"language":"E","text":"..."}]
std::string texts_json(std::span<const reported_text> texts);

/// Values of a cycle that are not finite numbers.
std::size_t count_not_finite(const reported_cycle& c);

}  // namespace husky::host
