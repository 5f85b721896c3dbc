#include "server/store/sqlite/production_reader.hpp"

#include <algorithm>

#include "server/store/sqlite/database/schema.hpp"

namespace husky::host {

namespace {

static_assert(cycles_in_block == 4096 && production_stretch == 300'000, "as in the queries below");

/// From the beginning of the first stretch to the end of the last.
constexpr const char* known_sql = "select min(begin_time), max(begin_time) + 300000 from production";

// Parameters: from, to, machine.

constexpr const char* stretches_of_all_sql = R"(
select coalesce(sum(cycles), 0), coalesce(sum(counted), 0), coalesce(sum(busy_ms), 0), coalesce(sum(ideal_ms), 0),
  coalesce(sum(good_parts), 0), coalesce(sum(bad_parts), 0)
from production where begin_time >= ?1 and begin_time < ?2 and ?3 = 0
)";

constexpr const char* stretches_sql = R"(
with recursive stretch (at) as (select ?1 where ?1 < ?2 union all select at + 300000 from stretch where at + 300000 < ?2)
select coalesce(sum(p.cycles), 0), coalesce(sum(p.counted), 0), coalesce(sum(p.busy_ms), 0),
  coalesce(sum(p.ideal_ms), 0), coalesce(sum(p.good_parts), 0), coalesce(sum(p.bad_parts), 0)
from stretch cross join production p where p.begin_time = stretch.at and p.machine = ?3
)";

constexpr const char* cycles_of_all_sql = R"(
select count(*), count(c.good_parts), coalesce(sum(c.busy_ms), 0), coalesce(sum(c.ideal_ms), 0),
  coalesce(sum(c.good_parts), 0), coalesce(sum(c.bad_parts), 0)
from cycle_span s cross join cycle c
where s.latest >= ?1 and s.earliest < ?2 and c.id between s.block * 4096 and s.block * 4096 + 4095
  and c.receive_time >= ?1 and c.receive_time < ?2 and ?3 = 0
)";

constexpr const char* cycles_of_one_sql = R"(
select count(*), count(c.good_parts), coalesce(sum(c.busy_ms), 0), coalesce(sum(c.ideal_ms), 0),
  coalesce(sum(c.good_parts), 0), coalesce(sum(c.bad_parts), 0)
from cycle_block b cross join cycle_span s cross join cycle c
where b.machine = ?3 and s.block = b.block and s.latest >= ?1 and s.earliest < ?2
  and c.id between b.block * 4096 and b.block * 4096 + 4095 and c.machine = ?3
  and c.receive_time >= ?1 and c.receive_time < ?2
)";

/// Of a stop that lies in the window with a part of it, as much of its loss. One without length was told in one piece
/// with the cycles around it.
constexpr const char* stops_sql = R"(
select s.kind, s.lost_ms < 300000, total(case when s.end_time > s.begin_time then
  s.lost_ms * (min(s.end_time, ?2) - max(s.begin_time, ?1)) * 1.0 / (s.end_time - s.begin_time) else s.lost_ms end)
from machine m cross join stop s
where (?3 = 0 or m.id = ?3) and s.machine = m.id and s.end_time >= ?1 and s.begin_time < ?2
group by s.kind, s.lost_ms < 300000
)";
static_assert(longest_short_stop.count() == 300'000, "as in the query above");

wall_time time_at(std::int64_t ms) { return wall_time(std::chrono::milliseconds(ms)); }

wall_time stretch_begin(wall_time at) { return time_at(stretch_of(at.time_since_epoch().count())); }

void add_cycles(sqlite_statement& query, machine_id machine, wall_time from, wall_time to, production_sums& into) {
    if (from >= to) return;
    production_sums more;
    query.bind(from, to, machine)
        .read_first(more.cycles, more.counted, more.busy_ms, more.ideal_ms, more.good, more.bad);
    into.cycles += more.cycles;
    into.counted += more.counted;
    into.busy_ms += more.busy_ms;
    into.ideal_ms += more.ideal_ms;
    into.good += more.good;
    into.bad += more.bad;
}

void add_stops(sqlite_statement& query, machine_id machine, wall_time from, wall_time to, production_sums& into) {
    query.bind(from, to, machine);
    while (query.step()) {
        std::size_t kind = 0;
        int is_short = 0;
        double lost = 0;
        query.read(kind, is_short, lost);
        if (kind < into.lost.size()) (is_short != 0 ? into.lost[kind].short_ms : into.lost[kind].long_ms) += lost;
    }
}

}  // namespace

production_reader::production_reader(sqlite_database& database)
    : known_(database.prepare(known_sql)),
      one_{database.prepare(stretches_sql), database.prepare(cycles_of_one_sql), database.prepare(stops_sql)},
      all_{database.prepare(stretches_of_all_sql), database.prepare(cycles_of_all_sql), database.prepare(stops_sql)} {}

production_sums production_reader::of(machine_id machine, wall_time from, wall_time to) {
    return add_up(one_, machine, from, to);
}

production_sums production_reader::of_all(wall_time from, wall_time to) { return add_up(all_, 0, from, to); }

production_sums production_reader::add_up(statements& by, machine_id machine, wall_time from, wall_time to) {
    production_sums sums;
    if (from >= to) return sums;
    add_stops(by.stops, machine, from, to, sums);
    wall_time first{}, last{};
    known_.read_first(first, last);
    from = std::max(from, first);
    to = std::min(to, last);
    if (from >= to) return sums;
    const wall_time whole_from = stretch_begin(from + std::chrono::milliseconds(production_stretch - 1));
    const wall_time whole_to = stretch_begin(to);
    if (whole_from >= whole_to) {
        add_cycles(by.cycles, machine, from, to, sums);
        return sums;
    }
    add_cycles(by.cycles, machine, from, whole_from, sums);
    add_cycles(by.stretches, machine, whole_from, whole_to, sums);
    add_cycles(by.cycles, machine, whole_to, to, sums);
    return sums;
}

}  // namespace husky::host
