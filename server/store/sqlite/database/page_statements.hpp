#pragma once

#include "server/store/query.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// A query of pages, in either order. In its text {>} and {>=} compare with the cursor, and {desc} is the word of SQL
/// where the newest come first.
class page_statements {
  public:
    page_statements(sqlite_database& database, const char* sql);

    /// The one of the wanted order.
    [[nodiscard]] sqlite_statement& in_order(const page_request& wanted) {
        return wanted.newest_first ? newest_first_ : oldest_first_;
    }

    /// Where the page begins: the first rows of either order come after it.
    [[nodiscard]] static std::int64_t cursor(const page_request& wanted);

  private:
    sqlite_statement oldest_first_, newest_first_;
};

}  // namespace husky::host
