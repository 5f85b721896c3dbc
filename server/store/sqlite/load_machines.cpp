#include "server/store/sqlite/load_machines.hpp"

#include <algorithm>
#include <utility>

#include "server/records/ticks.hpp"

namespace husky::host {

namespace {

constexpr const char* machines_sql = R"(
select id, serial, first_seen, last_seen, epoch, highest_counter, highest_time, next_gap, cycles, events,
  interruptions, last_cycle_received from machine order by id
)";

constexpr const char* gaps_sql = R"(
select gap, epoch, first_missing, last_missing, after_time, before_time, detected_at from gap where machine = ?
order by gap desc limit ?
)";

constexpr const char* recent_sql = R"(
select machine, life_counter, machine_time from cycle order by id desc limit ?
)";

machine_mark mark_of(const sqlite_statement& row) {
    return {.serial = std::string(row.text(1)),
            .first_seen = from_ticks<wall_time>(row.number(2)),
            .last_seen = from_ticks<wall_time>(row.number(3)),
            .epoch = static_cast<std::int32_t>(row.number(4)),
            .highest_counter = static_cast<std::int32_t>(row.number(5)),
            .highest_time = from_ticks<std::chrono::sys_seconds>(row.number(6)),
            .next_gap = row.number(7),
            .cycles = row.number(8),
            .events = row.number(9),
            .interruptions = row.number(10),
            .last_cycle_received = from_ticks<wall_time>(row.number(11))};
}

remembered_gap gap_of(const sqlite_statement& row) {
    return {.gap = row.number(0),
            .epoch = static_cast<std::int32_t>(row.number(1)),
            .first_missing = static_cast<std::int32_t>(row.number(2)),
            .last_missing = static_cast<std::int32_t>(row.number(3)),
            .after = from_ticks<std::chrono::sys_seconds>(row.number(4)),
            .before = from_ticks<std::chrono::sys_seconds>(row.number(5)),
            .detected_at = from_ticks<wall_time>(row.number(6))};
}

/// `all` is ordered by machine.
remembered_machine* find(std::vector<remembered_machine>& all, machine_id machine) {
    const auto at = std::lower_bound(all.begin(), all.end(), machine,
                                     [](const remembered_machine& m, machine_id id) { return m.machine < id; });
    return at == all.end() || at->machine != machine ? nullptr : &*at;
}

void load_recent(sqlite_database& database, std::vector<remembered_machine>& all) {
    sqlite_statement cycles = database.prepare(recent_sql);
    cycles.bind(1, max_recent_cycles);
    while (cycles.step()) {
        remembered_machine* m = find(all, cycles.number(0));
        if (m == nullptr || m->recent.size() == remembered_machine::max_recent) continue;
        m->recent.push_back(
            {static_cast<std::int32_t>(cycles.number(1)), from_ticks<std::chrono::sys_seconds>(cycles.number(2))});
    }
    for (remembered_machine& m : all)
        std::reverse(m.recent.begin(), m.recent.end());
}

}  // namespace

std::vector<remembered_machine> load_machines(sqlite_database& database, std::size_t max_gaps) {
    std::vector<remembered_machine> all;
    sqlite_statement machines = database.prepare(machines_sql);
    sqlite_statement gaps = database.prepare(gaps_sql);
    while (machines.step()) {
        remembered_machine m{mark_of(machines), machines.number(0), {}, {}};
        gaps.bind(1, m.machine).bind(2, static_cast<std::int64_t>(max_gaps));
        while (gaps.step())
            m.gaps.push_back(gap_of(gaps));
        std::reverse(m.gaps.begin(), m.gaps.end());
        all.push_back(std::move(m));
    }
    load_recent(database, all);
    return all;
}

}  // namespace husky::host
