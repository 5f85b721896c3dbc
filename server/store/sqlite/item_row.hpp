#pragma once

#include <optional>

#include "server/store/retention.hpp"
#include "server/store/sqlite/sqlite_database.hpp"

namespace husky::host {

/// Runs a query that is bound, of columns id and size; its first row, if there is one.
inline std::optional<stored_item> first_item(sqlite_statement& query) {
    if (!query.step()) return std::nullopt;
    const stored_item found{query.number(0), query.number(1)};
    query.reset();
    return found;
}

}  // namespace husky::host
