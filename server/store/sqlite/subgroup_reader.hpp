#pragma once

#include "server/store/query.hpp"
#include "server/store/sqlite/database/page_statements.hpp"

namespace husky::host {

/// Reads subgroups of a variable out of stored cycles. A page costs its cycles, and those of other machines that lie
/// between them.
class subgroup_reader {
  public:
    explicit subgroup_reader(sqlite_database& database);

    page<stored_subgroup> read(machine_id machine, const subgroup_request& wanted);

  private:
    page_statements values_;
};

}  // namespace husky::host
