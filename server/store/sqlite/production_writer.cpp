#include "server/store/sqlite/production_writer.hpp"

#include <algorithm>

#include "server/store/sqlite/database/schema.hpp"

namespace husky::host {

namespace {

constexpr const char* save_sums_sql = R"(
insert into production values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
on conflict (begin_time, machine, tandem_side) do update set cycles = cycles + ?4, counted = counted + ?5,
  busy_ms = busy_ms + ?6, ideal_ms = ideal_ms + ?7, good_parts = good_parts + ?8, bad_parts = bad_parts + ?9
)";

constexpr const char* insert_stop_sql = R"(
insert into stop (machine, tandem_side, kind, begin_time, end_time, lost_ms) values (?, ?, ?, ?, ?, ?)
)";

/// A job that is known already only gets its name.
constexpr const char* put_job_sql = R"(
insert into job (machine, tandem_side, epoch, origin, began, first_cycle, job, mould)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
on conflict (machine, tandem_side, epoch, origin) do update set job = ?7, mould = ?8 where ?7 <> '' or ?8 <> ''
)";

std::int64_t known(std::int32_t figure) { return std::max(figure, 0); }

}  // namespace

production_writer::production_writer(sqlite_database& database)
    : save_sums_(database.prepare(save_sums_sql)),
      insert_stop_(database.prepare(insert_stop_sql)),
      put_job_(database.prepare(put_job_sql)) {}

void production_writer::add(const cycle_record& cycle) {
    const std::int64_t received = cycle.receive_time.time_since_epoch().count();
    sums& of = unsaved_[{stretch_of(received), cycle.machine, cycle.side}];
    ++of.cycles;
    if (cycle.made.good >= 0) ++of.counted;
    of.busy_ms += known(cycle.made.busy_ms);
    of.ideal_ms += known(cycle.made.ideal_ms);
    of.good += known(cycle.made.good);
    of.bad += known(cycle.made.bad);
}

void production_writer::write(const stop_record& stop) {
    insert_stop_.run(stop.machine, stop.side, static_cast<int>(stop.kind), stop.begin, stop.end, stop.lost.count());
}

void production_writer::write(const batch& texts, const job_record& job, std::int64_t first_cycle) {
    put_job_.run(job.machine, job.side, job.epoch, job.origin, job.began, first_cycle, texts.view(job.job),
                 texts.view(job.mould));
}

void production_writer::save_sums() {
    for (const auto& [at, of] : unsaved_)
        save_sums_.run(std::get<0>(at), std::get<1>(at), std::get<2>(at), of.cycles, of.counted, of.busy_ms,
                       of.ideal_ms, of.good, of.bad);
    unsaved_.clear();
}

}  // namespace husky::host
