#include "server/store/sqlite/load_machines.hpp"

#include <algorithm>
#include <utility>

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

constexpr const char* interruption_sql = R"(
select interruption_id, state, tandem_side, machine_time, receive_time, texts from interruption where machine = ?
order by id desc limit 1
)";

constexpr const char* recent_sql = R"(
select machine, life_counter, machine_time from cycle order by id desc limit ?
)";

/// `all` is ordered by machine.
remembered_machine* find(std::vector<remembered_machine>& all, machine_id machine) {
    const auto at = std::lower_bound(all.begin(), all.end(), machine,
                                     [](const remembered_machine& m, machine_id id) { return m.machine < id; });
    return at == all.end() || at->machine != machine ? nullptr : &*at;
}

void load_recent(sqlite_database& database, std::vector<remembered_machine>& all) {
    sqlite_statement cycles = database.prepare(recent_sql);
    cycles.bind(max_recent_cycles);
    while (cycles.step()) {
        machine_id machine = 0;
        remembered_cycle cycle;
        cycles.read(machine, cycle.life_counter, cycle.end_time);
        remembered_machine* m = find(all, machine);
        if (m != nullptr && m->recent.size() < remembered_machine::max_recent) m->recent.push_back(cycle);
    }
    for (remembered_machine& m : all)
        std::reverse(m.recent.begin(), m.recent.end());
}

}  // namespace

std::vector<remembered_machine> load_machines(sqlite_database& database, std::size_t max_gaps) {
    std::vector<remembered_machine> all;
    sqlite_statement machines = database.prepare(machines_sql);
    sqlite_statement gaps = database.prepare(gaps_sql);
    sqlite_statement interruption = database.prepare(interruption_sql);
    while (machines.step()) {
        remembered_machine m;
        machines.read(m.machine, m.serial, m.first_seen, m.last_seen, m.epoch, m.highest_counter, m.highest_time,
                      m.next_gap, m.cycles, m.events, m.interruptions, m.last_cycle_received);
        gaps.bind(m.machine, max_gaps);
        while (gaps.step()) {
            auto& g = m.gaps.emplace_back();
            gaps.read(g.gap, g.epoch, g.first_missing, g.last_missing, g.after, g.before, g.detected_at);
        }
        std::reverse(m.gaps.begin(), m.gaps.end());
        last_interruption newest;
        interruption.bind(m.machine);
        if (interruption.read_first(newest.id, newest.state, newest.side, newest.machine_time, newest.receive_time,
                                    newest.texts))
            m.stopped_by = std::move(newest);
        all.push_back(std::move(m));
    }
    load_recent(database, all);
    return all;
}

}  // namespace husky::host
