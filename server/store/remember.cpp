#include "server/store/remember.hpp"

#include <algorithm>
#include <utility>

#include "server/store/ticks.hpp"

namespace husky::host {

namespace {

constexpr const char* machines_sql = R"(
select id, serial, epoch, highest_counter, highest_time, earlier_counter, earlier_time, next_gap, cycles, events,
  interruptions, last_cycle_received from machine order by id
)";

constexpr const char* gaps_sql = R"(
select gap, epoch, first_missing, last_missing, after_time, before_time, detected_at from gap where machine = ?
order by gap desc limit ?
)";

remembered_gap gap_of(const sqlite_statement& row) {
    return {.gap = row.number(0),
            .epoch = static_cast<std::int32_t>(row.number(1)),
            .first_missing = static_cast<std::int32_t>(row.number(2)),
            .last_missing = static_cast<std::int32_t>(row.number(3)),
            .after = from_ticks<std::chrono::sys_seconds>(row.number(4)),
            .before = from_ticks<std::chrono::sys_seconds>(row.number(5)),
            .detected_at = from_ticks<wall_time>(row.number(6))};
}

}  // namespace

std::vector<remembered_machine> remember(sqlite_database& database, std::size_t gaps_of_a_machine) {
    std::vector<remembered_machine> all;
    sqlite_statement machines = database.prepare(machines_sql);
    sqlite_statement gaps = database.prepare(gaps_sql);
    while (machines.step()) {
        remembered_machine m;
        m.machine = machines.number(0);
        m.serial = machines.text(1);
        m.epoch = static_cast<std::int32_t>(machines.number(2));
        m.highest_counter = static_cast<std::int32_t>(machines.number(3));
        m.highest_time = from_ticks<std::chrono::sys_seconds>(machines.number(4));
        m.earlier_counter = static_cast<std::int32_t>(machines.number(5));
        m.earlier_time = from_ticks<std::chrono::sys_seconds>(machines.number(6));
        m.next_gap = machines.number(7);
        m.cycles_stored = machines.number(8);
        m.events_stored = machines.number(9);
        m.interruptions_stored = machines.number(10);
        m.last_cycle_received = from_ticks<wall_time>(machines.number(11));
        gaps.bind(1, m.machine).bind(2, static_cast<std::int64_t>(gaps_of_a_machine));
        while (gaps.step())
            m.gaps.push_back(gap_of(gaps));
        std::reverse(m.gaps.begin(), m.gaps.end());
        all.push_back(std::move(m));
    }
    return all;
}

}  // namespace husky::host
