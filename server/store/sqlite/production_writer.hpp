#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "server/records/records.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Writes what OEE and lists of jobs are made of. Sums of cycles are gathered for a transaction: a machine costs one
/// row of each, however many cycles it made.
class production_writer {
  public:
    /// The schema is prepared. The database must outlive it.
    explicit production_writer(sqlite_database& database);

    void add(const cycle_record& cycle);
    void write(const stop_record& stop);
    /// `first_cycle` is the row of the next cycle.
    void write(const batch& texts, const job_record& job, std::int64_t first_cycle);
    /// Before the transaction is committed.
    void save_sums();

  private:
    struct sums {
        std::int64_t cycles = 0, counted = 0, busy_ms = 0, ideal_ms = 0, good = 0, bad = 0;
    };
    using key = std::tuple<std::int64_t, machine_id, protocol::tandem_side>;  ///< beginning of its stretch first

    sqlite_statement save_sums_, insert_stop_, put_job_;
    std::map<key, sums> unsaved_;
};

}  // namespace husky::host
