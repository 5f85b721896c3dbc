#include "server/store/sqlite/job_reader.hpp"

#include <limits>

#include "server/store/sqlite/database/schema.hpp"

namespace husky::host {

namespace {

static_assert(cycles_in_block == 4096, "as in the query below");

constexpr const char* newest_cycle_sql = R"(
select c.receive_time, json_extract(c."values", '$."2"'), json_extract(c."values", '$."162"'),
  json_extract(c."values", '$."163"')
from cycle_block b cross join cycle c
where b.machine = ?1 and b.block between ?3 / 4096 and ?4 / 4096
  and c.id between max(b.block * 4096, ?3) and min(b.block * 4096 + 4095, ?4)
  and c.machine = ?1 and c.tandem_side = ?2
order by b.block desc, c.id desc limit 1
)";

}  // namespace

job_reader::job_reader(sqlite_database& database) : newest_cycle_(database.prepare(newest_cycle_sql)) {}

void job_reader::complete(machine_id machine, found_job& job) {
    job.is_newest = job.next_first_cycle == 0;
    job.newest = job.began;
    const auto last = job.is_newest ? std::numeric_limits<std::int64_t>::max() : job.next_first_cycle - 1;
    newest_cycle_.bind(machine, job.side, job.first_cycle, last);
    newest_cycle_.read_first(job.newest, job.cycles, job.good, job.bad);
}

}  // namespace husky::host
