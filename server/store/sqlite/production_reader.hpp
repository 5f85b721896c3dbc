#pragma once

#include "server/store/query.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// Adds up what was produced in a window: whole stretches of five minutes from their sums, the rest of the window's two
/// ends from the cycles themselves.
class production_reader {
  public:
    explicit production_reader(sqlite_database& database);

    production_sums of(machine_id machine, wall_time from, wall_time to);
    production_sums of_all(wall_time from, wall_time to);

  private:
    /// The queries for one machine, or for all, which then ignore its number.
    struct statements {
        sqlite_statement stretches, cycles, stops;
    };
    production_sums add_up(statements& by, machine_id machine, wall_time from, wall_time to);

    sqlite_statement known_;
    statements one_, all_;
};

}  // namespace husky::host
