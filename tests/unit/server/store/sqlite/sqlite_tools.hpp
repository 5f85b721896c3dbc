#pragma once

#include <string>
#include <string_view>

#include "server/storage/open.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"
#include "tests/catch.hpp"
#include "tests/unit/server/scratch_directory.hpp"
#include "tests/unit/server/store/commit.hpp"
#include "tests/unit/server/store/made_records.hpp"

namespace husky::host {

/// What the sqlite3 shell would print: columns by '|', rows by line ends.
inline std::string rows(const std::string& path, std::string_view sql, int columns) {
    sqlite_database database(path, sqlite_database::access::read);
    sqlite_statement query = database.prepare(sql);
    std::string text;
    while (query.step()) {
        for (int i = 0; i < columns; ++i) {
            if (i > 0) text += '|';
            text += query.text(i);
        }
        text += '\n';
    }
    return text;
}

inline std::int64_t count(const std::string& path, std::string_view sql) {
    return sqlite_database(path, sqlite_database::access::read).number(sql);
}

/// Writes a batch into a file and closes it.
inline void fill(const std::string& path, batch& records) {
    const auto store = open_store("sqlite:" + path, {});
    REQUIRE(store->push(records));
    REQUIRE(store->close(soon()));
}

/// What another process might do to the file.
inline void change(const std::string& path, const char* sql) {
    sqlite_database(path, sqlite_database::access::create).execute(sql);
}

}  // namespace husky::host
