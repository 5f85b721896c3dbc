#pragma once

#include <cstdint>

#include "server/store/records.hpp"
#include "server/store/sqlite_database.hpp"

namespace husky::host {

/// Writes set-ups into the open transaction of a connection: each content that differs from the newest version of its
/// machine and number is a version more. Every function may throw sqlite_error; then drop the writer.
class setup_writer {
  public:
    /// Once more than `max_bytes` are kept the oldest versions are deleted, but never the newest of all; 0: all are
    /// kept. The database must outlive the writer.
    setup_writer(sqlite_database& database, std::size_t max_bytes);

    void write(const batch& texts, const setup_record& setup);

  private:
    void insert(const batch& texts, const setup_record& setup, std::int64_t version);
    void delete_oldest();

    std::int64_t max_bytes_;
    std::int64_t bytes_ = 0;  ///< kept, with what a row takes besides; counted only where there is a bound
    sqlite_statement find_newest_, note_time_, insert_, find_oldest_, delete_;
};

}  // namespace husky::host
