#pragma once

#include <cstdint>

#include "server/store/query.hpp"
#include "server/store/sqlite/database/sqlite_database.hpp"

namespace husky::host {

/// A row of jobs, and which rows its cycles are among.
struct found_job : stored_job {
    std::int64_t first_cycle = 0;
    std::int64_t next_first_cycle = 0;  ///< 0: no other job of the side began after it
};

/// Finds what the newest cycle of a job counts. It looks back from the end of the job: quick, however long that was.
class job_reader {
  public:
    explicit job_reader(sqlite_database& database);

    void complete(machine_id machine, found_job& job);

  private:
    sqlite_statement newest_cycle_;
};

}  // namespace husky::host
