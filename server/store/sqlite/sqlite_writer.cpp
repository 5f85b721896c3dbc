#include "server/store/sqlite/sqlite_writer.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/store/sqlite/forget.hpp"

namespace husky::host {

namespace {

constexpr const char* save_mark_sql = R"(
insert into machine values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
on conflict (id) do update set serial = ?2, last_seen = ?4, epoch = ?5, highest_counter = ?6, highest_time = ?7,
  next_gap = ?8, cycles = ?9, events = ?10, interruptions = ?11, last_cycle_received = ?12
)";

constexpr const char* put_gap_sql = R"(
insert into gap values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
on conflict (machine, gap) do update set epoch = ?3, first_missing = ?4, last_missing = ?5, after_time = ?6,
  before_time = ?7, detected_at = ?8
)";

constexpr const char* insert_cycle_sql = R"(
insert into cycle (machine, tandem_side, epoch, life_counter, machine_time, receive_time, "values", busy_ms,
  ideal_ms, good_parts, bad_parts)
values (?, ?, ?, ?, ?, ?, ?, nullif(?, -1), nullif(?, -1), nullif(?, -1), nullif(?, -1))
)";

constexpr const char* save_span_sql = R"(
insert into cycle_span values (?1, ?2, ?3)
on conflict (block) do update set earliest = min(earliest, ?2), latest = max(latest, ?3)
)";

constexpr const char* insert_interruption_sql = R"(
insert into interruption (machine, interruption_id, state, tandem_side, machine_time, receive_time, texts)
values (?, ?, ?, ?, ?, ?, ?)
)";

std::int64_t newest_cycle(sqlite_database& database) {
    return database.number("select coalesce(max(id), 0) from cycle");
}

}  // namespace

sqlite_writer::sqlite_writer(sqlite_database& database, const store_settings& settings)
    : database_(database),
      begin_(database.prepare("begin immediate")),
      commit_(database.prepare("commit")),
      save_mark_(database.prepare(save_mark_sql)),
      insert_cycle_(database.prepare(insert_cycle_sql)),
      insert_block_(database.prepare("insert or ignore into cycle_block values (?, ?)")),
      save_span_(database.prepare(save_span_sql)),
      put_gap_(database.prepare(put_gap_sql)),
      delete_gap_(database.prepare("delete from gap where machine = ? and gap = ?")),
      insert_event_(
          database.prepare("insert into event (machine, machine_time, receive_time, texts) values (?, ?, ?, ?)")),
      insert_interruption_(database.prepare(insert_interruption_sql)),
      setups_(database, {.max_bytes = settings.max_setup_bytes}),
      prints_(database, {settings.max_prints, settings.max_print_bytes}),
      production_(database),
      last_cycle_(database.number("select coalesce(max(id), 0) from cycle")) {}

sqlite_writer::~sqlite_writer() { database_.roll_back(); }

void sqlite_writer::begin() { begin_.run(); }

void sqlite_writer::forget(machine_id machine) {
    save_span();
    production_.save_sums();
    host::forget(database_, machine);
    block_of_.clear();
    last_cycle_ = newest_cycle(database_);
    setups_.count_anew();
    prints_.count_anew();
}

void sqlite_writer::write(const batch& records) {
    for (const record& each : records.records)
        std::visit([&](const auto& one) { write(records, one); }, each);
    setups_.trim();
    prints_.trim();
}

void sqlite_writer::commit() {
    save_span();
    production_.save_sums();
    commit_.run();
}

void sqlite_writer::write(const batch& texts, const cycle_record& cycle) {
    insert_cycle_.run(cycle.machine, cycle.side, cycle.epoch, cycle.life_counter, cycle.machine_time,
                      cycle.receive_time, texts.view(cycle.values), cycle.made.busy_ms, cycle.made.ideal_ms,
                      cycle.made.good, cycle.made.bad);
    last_cycle_ = database_.last_row();
    enter_block(cycle.machine, last_cycle_);
    widen_span(last_cycle_ / cycles_in_block, cycle.receive_time);
    production_.add(cycle);
}

void sqlite_writer::write(const batch&, const gap_record& gap) {
    put_gap_.run(gap.machine, gap.gap, gap.epoch, gap.first_missing, gap.last_missing, gap.after, gap.before,
                 gap.detected_at);
}

void sqlite_writer::write(const batch&, const gap_closed_record& gap) { delete_gap_.run(gap.machine, gap.gap); }

void sqlite_writer::write(const batch& texts, const event_record& event) {
    insert_event_.run(event.machine, texts.view(event.machine_time), event.receive_time, texts.view(event.texts));
}

void sqlite_writer::write(const batch& texts, const interruption_record& interruption) {
    insert_interruption_.run(interruption.machine, interruption.interruption, interruption.state, interruption.side,
                             texts.view(interruption.machine_time), interruption.receive_time,
                             texts.view(interruption.texts));
}

void sqlite_writer::enter_block(machine_id machine, std::int64_t row) {
    const std::int64_t block = row / cycles_in_block;
    const auto [entered, first] = block_of_.try_emplace(machine, -1);
    if (!first && entered->second == block) return;
    insert_block_.run(machine, block);
    entered->second = block;
}

void sqlite_writer::widen_span(std::int64_t block, wall_time received) {
    if (block != unsaved_.block) {
        save_span();
        unsaved_ = {block, received, received};
    }
    unsaved_.earliest = std::min(unsaved_.earliest, received);
    unsaved_.latest = std::max(unsaved_.latest, received);
}

void sqlite_writer::save_span() {
    if (unsaved_.block < 0) return;
    save_span_.run(unsaved_.block, unsaved_.earliest, unsaved_.latest);
    unsaved_.block = -1;
}

void sqlite_writer::save(machine_id machine, const machine_mark& mark) {
    save_mark_.run(machine, mark.serial, mark.first_seen, mark.last_seen, mark.epoch, mark.highest_counter,
                   mark.highest_time, mark.next_gap, mark.cycles, mark.events, mark.interruptions,
                   mark.last_cycle_received);
}

}  // namespace husky::host
