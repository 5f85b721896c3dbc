#pragma once

#include "server/records/records.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Deletes all rows of a machine, or of every_machine; within the open transaction, if there is one. A table belongs to
/// machines if it has a column `machine`. Takes time in proportion to the tables. Throws as statements do.
void forget(sqlite_database& database, machine_id machine);

}  // namespace husky::host
