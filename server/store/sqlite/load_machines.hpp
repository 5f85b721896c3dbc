#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/records/remembered.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Newest cycles of all machines that are looked through for repeats to come.
constexpr std::int64_t max_recent_cycles = 262'144;

/// Every machine with its mark, its newest gaps, its newest interruption and what is remembered of the newest
/// max_recent_cycles: quick, however many cycles there are.
std::vector<remembered_machine> load_machines(sqlite_database& database, std::size_t max_gaps);

}  // namespace husky::host
