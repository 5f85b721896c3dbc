#pragma once

#include "server/records/records.hpp"
#include "server/store/retention.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Writes versions of set-ups into the open transaction of a connection. Every function may throw, as statements do;
/// then drop the writer.
class setup_writer final : private stored_items {
  public:
    /// The database must outlive the writer.
    setup_writer(sqlite_database& database, const retention::limits& wanted);

    void write(const batch& texts, const setup_record& setup);
    /// Removes what exceeds the limits, once a whole batch is written.
    void trim() { retention_.trim(*this); }
    /// Rows were deleted elsewhere.
    void count_anew();

  private:
    void insert(const batch& texts, const setup_record& setup, std::int64_t version);
    std::optional<stored_item> oldest() override;
    std::optional<stored_item> beyond(machine_id, std::size_t) override { return std::nullopt; }
    void remove(const stored_item& item) override;

    sqlite_database& database_;
    retention retention_;
    sqlite_statement find_newest_, note_time_, insert_, find_oldest_, delete_;
};

}  // namespace husky::host
