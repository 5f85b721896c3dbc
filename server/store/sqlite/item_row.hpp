#pragma once

#include <optional>

#include "server/store/retention.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Runs a query that is bound, of columns id and size; its first row, if there is one.
inline std::optional<stored_item> first_item(sqlite_statement& query) {
    stored_item found;
    return query.read_first(found.id, found.size) ? std::optional(found) : std::nullopt;
}

}  // namespace husky::host
