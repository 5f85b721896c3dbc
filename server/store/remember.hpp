#pragma once

#include <cstddef>
#include <vector>

#include "server/store/remembered.hpp"
#include "server/store/sqlite_database.hpp"

namespace husky::host {

/// Every machine with its newest gaps, read from the small tables only: quick, however many cycles there are.
std::vector<remembered_machine> remember(sqlite_database& database, std::size_t gaps_of_a_machine);

}  // namespace husky::host
