#pragma once

#include <cstdint>
#include <unordered_map>

#include "server/records/records.hpp"
#include "server/records/remembered.hpp"
#include "server/store/sqlite/database/schema.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"
#include "server/store/sqlite/print_writer.hpp"
#include "server/store/sqlite/production_writer.hpp"
#include "server/store/sqlite/setup_writer.hpp"
#include "server/store/store_settings.hpp"

namespace husky::host {

/// Writes batches into one connection, transaction by transaction. Every function may throw, as statements do; the
/// caller then drops the writer, which undoes what was not committed. One thread.
class sqlite_writer {
  public:
    /// The schema is prepared. The database must outlive the writer.
    sqlite_writer(sqlite_database& database, const store_settings& settings);
    ~sqlite_writer();
    sqlite_writer(const sqlite_writer&) = delete;
    sqlite_writer& operator=(const sqlite_writer&) = delete;

    void begin();
    /// As store_backend::forget.
    void forget(machine_id machine);
    void write(const batch& records);
    void save(machine_id machine, const machine_mark& mark);
    void commit();

  private:
    void write(const batch&, const machine_record&) {}  ///< its row is its mark
    void write(const batch& texts, const cycle_record& cycle);
    void write(const batch& texts, const gap_record& gap);
    void write(const batch& texts, const gap_closed_record& gap);
    void write(const batch& texts, const event_record& event);
    void write(const batch& texts, const interruption_record& interruption);
    void write(const batch&, const stop_record& stop) { production_.write(stop); }
    void write(const batch& texts, const job_record& job) { production_.write(texts, job, last_cycle_ + 1); }
    void write(const batch& texts, const setup_record& setup) { setups_.write(texts, setup); }
    void write(const batch& texts, const print_record& print) { prints_.write(texts, print); }
    void write(const batch& texts, const print_file_record& file) { prints_.write(texts, file); }
    void write(const batch& texts, const print_removed_record& print) { prints_.write(texts, print); }
    void enter_block(machine_id machine, std::int64_t row);
    void widen_span(std::int64_t block, wall_time received);
    void save_span();

    sqlite_database& database_;
    sqlite_statement begin_, commit_;
    sqlite_statement save_mark_, insert_cycle_, insert_block_, save_span_, put_gap_, delete_gap_, insert_event_,
        insert_interruption_;
    setup_writer setups_;
    print_writer prints_;
    production_writer production_;
    std::int64_t last_cycle_;                                ///< the newest row
    std::unordered_map<machine_id, std::int64_t> block_of_;  ///< newest block in which each machine is entered

    /// When cycles of one block arrived, as far as it is not in the file yet.
    struct span {
        std::int64_t block = -1;
        wall_time earliest, latest;
    };
    span unsaved_;
};

}  // namespace husky::host
