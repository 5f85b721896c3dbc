#include "server/store/sqlite/sqlite_writer.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "server/records/ticks.hpp"

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
insert into cycle (machine, tandem_side, epoch, life_counter, machine_time, receive_time, "values")
values (?, ?, ?, ?, ?, ?, ?)
)";

constexpr const char* save_span_sql = R"(
insert into cycle_span values (?1, ?2, ?3)
on conflict (block) do update set earliest = min(earliest, ?2), latest = max(latest, ?3)
)";

constexpr const char* insert_interruption_sql = R"(
insert into interruption (machine, interruption_id, state, tandem_side, machine_time, receive_time, texts)
values (?, ?, ?, ?, ?, ?, ?)
)";

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
      prints_(database, {settings.max_prints, settings.max_print_bytes}) {}

sqlite_writer::~sqlite_writer() { database_.roll_back(); }

void sqlite_writer::begin() { begin_.run(); }

void sqlite_writer::write(const batch& records) {
    for (const record& each : records.records)
        std::visit([&](const auto& one) { write(records, one); }, each);
    setups_.trim();
    prints_.trim();
}

void sqlite_writer::commit() {
    save_span();
    commit_.run();
}

void sqlite_writer::write(const batch& texts, const cycle_record& cycle) {
    insert_cycle_.bind(1, cycle.machine)
        .bind(2, cycle.side)
        .bind(3, cycle.epoch)
        .bind(4, cycle.life_counter)
        .bind(5, ticks(cycle.machine_time))
        .bind(6, ticks(cycle.receive_time))
        .bind(7, texts.view(cycle.values))
        .run();
    const std::int64_t row = database_.last_row();
    enter_block(cycle.machine, row);
    widen_span(row / cycles_in_block, cycle.receive_time);
}

void sqlite_writer::write(const batch&, const gap_record& gap) {
    put_gap_.bind(1, gap.machine)
        .bind(2, gap.gap)
        .bind(3, gap.epoch)
        .bind(4, gap.first_missing)
        .bind(5, gap.last_missing)
        .bind(6, ticks(gap.after))
        .bind(7, ticks(gap.before))
        .bind(8, ticks(gap.detected_at))
        .run();
}

void sqlite_writer::write(const batch&, const gap_closed_record& gap) {
    delete_gap_.bind(1, gap.machine).bind(2, gap.gap).run();
}

void sqlite_writer::write(const batch& texts, const event_record& event) {
    insert_event_.bind(1, event.machine)
        .bind(2, texts.view(event.machine_time))
        .bind(3, ticks(event.receive_time))
        .bind(4, texts.view(event.texts))
        .run();
}

void sqlite_writer::write(const batch& texts, const interruption_record& interruption) {
    insert_interruption_.bind(1, interruption.machine)
        .bind(2, interruption.interruption)
        .bind(3, interruption.state)
        .bind(4, interruption.side)
        .bind(5, texts.view(interruption.machine_time))
        .bind(6, ticks(interruption.receive_time))
        .bind(7, texts.view(interruption.texts))
        .run();
}

void sqlite_writer::enter_block(machine_id machine, std::int64_t row) {
    const std::int64_t block = row / cycles_in_block;
    const auto [entered, first] = block_of_.try_emplace(machine, -1);
    if (!first && entered->second == block) return;
    insert_block_.bind(1, machine).bind(2, block).run();
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
    save_span_.bind(1, unsaved_.block).bind(2, ticks(unsaved_.earliest)).bind(3, ticks(unsaved_.latest)).run();
    unsaved_.block = -1;
}

void sqlite_writer::save(machine_id machine, const machine_mark& mark) {
    save_mark_.bind(1, machine)
        .bind(2, mark.serial)
        .bind(3, ticks(mark.first_seen))
        .bind(4, ticks(mark.last_seen))
        .bind(5, mark.epoch)
        .bind(6, mark.highest_counter)
        .bind(7, ticks(mark.highest_time))
        .bind(8, mark.next_gap)
        .bind(9, mark.cycles)
        .bind(10, mark.events)
        .bind(11, mark.interruptions)
        .bind(12, ticks(mark.last_cycle_received))
        .run();
}

}  // namespace husky::host
