#pragma once

#include <cstdint>

#include "server/records/records.hpp"
#include "server/store/retention.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"
#include "server/store/sqlite/item_row.hpp"

namespace husky::host {

/// Writes prints and their files into the open transaction of a connection, and deletes them. Every function may throw,
/// as statements do; then drop the writer.
class print_writer final : private stored_items {
  public:
    /// The database must outlive the writer.
    print_writer(sqlite_database& database, const retention::limits& wanted);

    void write(const batch& texts, const print_record& print);
    /// Of the print that was written last.
    void write(const batch& texts, const print_file_record& file);
    void write(const batch& texts, const print_removed_record& print);
    /// Removes what exceeds the limits, once a whole batch is written.
    void trim() { retention_.trim(*this); }
    /// Rows were deleted elsewhere.
    void count_anew();

  private:
    std::optional<stored_item> oldest() override { return first_item(find_oldest_); }
    std::optional<stored_item> beyond(machine_id machine, std::size_t newest) override;
    void remove(const stored_item& item) override;

    sqlite_database& database_;
    retention retention_;
    std::int64_t newest_ = 0;
    sqlite_statement insert_, insert_file_, add_size_, find_, find_beyond_, find_oldest_, delete_, delete_files_;
};

}  // namespace husky::host
