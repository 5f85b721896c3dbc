#pragma once

#include <cstdint>
#include <set>

#include "server/store/records.hpp"
#include "server/store/sqlite_database.hpp"

namespace husky::host {

/// Writes prints and their files into the open transaction of a connection, and deletes them. Every function may throw
/// sqlite_error; then drop the writer.
class print_writer {
  public:
    /// Of one machine `max_prints` are kept, and `max_bytes` of all; the oldest go first, but never the newest of all.
    /// 0: all are kept. The database must outlive the writer.
    print_writer(sqlite_database& database, std::size_t max_prints, std::size_t max_bytes);

    void write(const batch& texts, const print_record& print);
    /// Of the print that was written last.
    void write(const batch& texts, const print_file_record& file);
    void remove(const print_removed_record& print);
    /// Deletes what is too much, once a whole batch is written.
    void trim();

  private:
    void trim_machine(machine_id machine);
    void trim_bytes();
    void erase(std::int64_t print, std::int64_t size);

    sqlite_database& database_;
    std::int64_t max_prints_, max_bytes_;
    std::int64_t bytes_ = 0;  ///< kept, with what a row takes besides; counted only where there is a bound
    std::int64_t newest_ = 0;
    std::set<machine_id> printed_;  ///< since the last trim()
    sqlite_statement insert_, insert_file_, add_size_, find_size_, find_surplus_, find_oldest_, delete_, delete_files_;
};

}  // namespace husky::host
