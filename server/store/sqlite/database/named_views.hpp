#pragma once

#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Creates the views that are made of the table of variables, `cycle_values_named` with a column for each and
/// `variables` with their units, or makes them anew where this program's table is another one. In a transaction of its
/// own, if there is something to do. Throws as statements do.
void keep_named_views(sqlite_database& database);

}  // namespace husky::host
