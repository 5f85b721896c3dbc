#include "server/store/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/store/sqlite/database/schema.hpp"

namespace husky::host {

namespace {

constexpr auto query_time = std::chrono::seconds(2);

static_assert(cycles_in_block == 4096, "as in the query below");

// Parameters of each page: machine, cursor, rows, and the window of time.

/// Walks the machine's blocks, so that a machine with few cycles among many is not searched row by row, and passes over
/// those that lie outside the window.
constexpr const char* cycles_sql = R"(
select c.id, c.tandem_side, c.epoch, c.life_counter, c.machine_time, c.receive_time, c."values"
from cycle_block b cross join cycle_span s cross join cycle c
where b.machine = ?1 and b.block {>=} ?2 / 4096 and s.block = b.block and s.latest >= ?4 and s.earliest < ?5
  and c.id between b.block * 4096 and b.block * 4096 + 4095 and c.id {>} ?2 and c.machine = ?1
  and c.receive_time >= ?4 and c.receive_time < ?5
order by b.block {desc}, c.id {desc} limit ?3
)";

constexpr const char* gap_rows_sql = R"(
select gap, epoch, first_missing, last_missing, after_time, before_time, detected_at from gap
where machine = ?1 and gap {>} ?2 and detected_at >= ?4 and detected_at < ?5 order by gap {desc} limit ?3
)";

constexpr const char* events_sql = R"(
select id, machine_time, receive_time, texts from event
where machine = ?1 and id {>} ?2 and receive_time >= ?4 and receive_time < ?5 order by id {desc} limit ?3
)";

constexpr const char* interruptions_sql = R"(
select id, interruption_id, state, tandem_side, machine_time, receive_time, texts from interruption
where machine = ?1 and id {>} ?2 and receive_time >= ?4 and receive_time < ?5 order by id {desc} limit ?3
)";

/// With the row at which the next job of the side begins, 0 if there is none.
constexpr const char* jobs_sql = R"(
select id, tandem_side, job, mould, began, first_cycle, coalesce((select n.first_cycle from job n
  where n.machine = ?1 and n.tandem_side = job.tandem_side and n.id > job.id order by n.id limit 1), 0)
from job where machine = ?1 and id {>} ?2 and began >= ?4 and began < ?5 order by id {desc} limit ?3
)";

constexpr const char* setups_sql = R"(
select id, setup_number, version, time, last_time, origin, remark, size, crc32, sha256 from setup
where machine = ?1 and id {>} ?2 and time >= ?4 and time < ?5 order by id {desc} limit ?3
)";

constexpr const char* setup_sql = R"(
select id, setup_number, version, time, last_time, origin, remark, size, crc32, sha256, content from setup
where machine = ? and setup_number = ? and version = ?
)";

constexpr const char* newest_setup_sql = R"(
select id, setup_number, version, time, last_time, origin, remark, size, crc32, sha256 from setup
where machine = ? and setup_number = ? order by version desc limit 1
)";

constexpr const char* prints_sql = R"(
select id, receive_time, job, user, host from print
where machine = ?1 and id {>} ?2 and receive_time >= ?4 and receive_time < ?5 order by id {desc} limit ?3
)";

constexpr const char* print_file_sql = R"(
select f.type, f.content from print_file f join print p on p.id = f.print
where p.machine = ? and p.id = ? and f.file = ?
)";

void read_row(const sqlite_statement& row, stored_cycle& c) {
    row.read(c.cursor, c.side, c.epoch, c.life_counter, c.machine_time, c.receive_time, c.values);
}

void read_row(const sqlite_statement& row, stored_gap& g) {
    row.read(g.cursor, g.epoch, g.first_missing, g.last_missing, g.after, g.before, g.detected_at);
}

void read_row(const sqlite_statement& row, stored_event& e) {
    row.read(e.cursor, e.machine_time, e.receive_time, e.texts);
}

void read_row(const sqlite_statement& row, stored_interruption& i) {
    row.read(i.cursor, i.interruption, i.state, i.side, i.machine_time, i.receive_time, i.texts);
}

void read_row(const sqlite_statement& row, found_job& j) {
    row.read(j.cursor, j.side, j.job, j.mould, j.began, j.first_cycle, j.next_first_cycle);
}

void read_row(const sqlite_statement& row, stored_setup& s) {
    row.read(s.cursor, s.number, s.version, s.time, s.last_time, s.origin, s.remark, s.size, s.crc32, s.sha256);
}

void read_row(const sqlite_statement& row, setup_version& v) {
    read_row(row, v.about);
    v.content = row.text(10);
}

void read_row(const sqlite_statement& row, stored_print& p) {
    row.read(p.cursor, p.receive_time, p.job, p.user, p.host);
}

void read_row(const sqlite_statement& row, printed_file& f) { row.read(f.type, f.content); }

sqlite_database open_for_reading(const std::string& name) {
    sqlite_database database(name, sqlite_database::access::read);
    // In shared memory a reader must not wait for the writer, nor the writer for it.
    database.execute(is_memory(name) ? "pragma read_uncommitted = 1" : "pragma query_only = 1");
    return database;
}

}  // namespace

sqlite_reader::sqlite_reader(std::string name) : name_(std::move(name)) {}

sqlite_reader::connection::connection(const std::string& name)
    : database(open_for_reading(name)),
      machine(database.prepare("select id from machine where serial = ?")),
      cycles(database, cycles_sql),
      gaps(database, gap_rows_sql),
      events(database, events_sql),
      interruptions(database, interruptions_sql),
      jobs(database, jobs_sql),
      setups(database, setups_sql),
      setup(database.prepare(setup_sql)),
      newest_setup(database.prepare(newest_setup_sql)),
      prints(database, prints_sql),
      print_files(database.prepare("select file, type, size from print_file where print = ? order by id")),
      print_file(database.prepare(print_file_sql)),
      job_cycles(database),
      subgroups(database),
      production(database) {}

sqlite_reader::connection& sqlite_reader::connected() {
    const auto found = is_memory(name_) ? std::nullopt : file_identity::of(name_);
    if (!connection_ || found != file_) {
        connection_.reset();
        connection_.emplace(name_);
        file_ = found;
    }
    return *connection_;
}

template <class T, class Read>
answer<T> sqlite_reader::read(Read read) {
    try {
        connection& on = connected();
        on.database.stop_queries_at(std::chrono::steady_clock::now() + query_time);
        return read(on);
    } catch (const std::exception& problem) {
        connection_.reset();
        return query_error{query_error::reason::unavailable,
                           std::string("the store cannot be read: ") + problem.what()};
    }
}

template <class T, class Read>
answer<T> sqlite_reader::read_machine(const std::string& serial, Read read) {
    return this->read<T>([&](connection& on) -> answer<T> {
        machine_id machine = 0;
        if (!on.machine.bind(serial).read_first(machine))
            return query_error{query_error::reason::unknown_serial, "nothing is stored of " + serial};
        return read(on, machine);
    });
}

template <class Row>
answer<page<Row>> sqlite_reader::read_page(const page_request& wanted, page_statements connection::*query) {
    return read_machine<page<Row>>(wanted.serial, [&](connection& on, machine_id machine) {
        const int limit = std::clamp(wanted.limit, 1, max_page);
        sqlite_statement& rows = (on.*query).in_order(wanted);
        rows.bind(machine, page_statements::cursor(wanted), limit + 1, wanted.from, wanted.to);
        page<Row> found;
        while (rows.step()) {
            if (found.rows.size() == static_cast<std::size_t>(limit)) {
                found.next = found.rows.back().cursor;
                rows.reset();
                break;
            }
            Row& row = found.rows.emplace_back();
            read_row(rows, row);
            if constexpr (requires { row.files; }) on.read_files(row);
            if constexpr (requires { row.first_cycle; }) on.job_cycles.complete(machine, row);
        }
        return found;
    });
}

template <class Row, class... Keys>
answer<std::optional<Row>> sqlite_reader::read_one(const std::string& serial, sqlite_statement connection::*query,
                                                   const Keys&... keys) {
    return read_machine<std::optional<Row>>(serial, [&](connection& on, machine_id machine) {
        sqlite_statement& rows = (on.*query).bind(machine, keys...);
        std::optional<Row> found;
        if (rows.step()) read_row(rows, found.emplace());
        rows.reset();
        return found;
    });
}

void sqlite_reader::connection::read_files(stored_print& of) {
    print_files.bind(of.cursor);
    while (print_files.step()) {
        auto& file = of.files.emplace_back();
        print_files.read(file.name, file.type, file.size);
    }
}

answer<page<stored_cycle>> sqlite_reader::cycles(const page_request& wanted) {
    return read_page<stored_cycle>(wanted, &connection::cycles);
}

answer<page<stored_gap>> sqlite_reader::gaps(const page_request& wanted) {
    return read_page<stored_gap>(wanted, &connection::gaps);
}

answer<page<stored_event>> sqlite_reader::events(const page_request& wanted) {
    return read_page<stored_event>(wanted, &connection::events);
}

answer<page<stored_interruption>> sqlite_reader::interruptions(const page_request& wanted) {
    return read_page<stored_interruption>(wanted, &connection::interruptions);
}

answer<page<stored_job>> sqlite_reader::jobs(const page_request& wanted) {
    auto found = read_page<found_job>(wanted, &connection::jobs);
    if (!found.has_value()) return found.error();
    return page<stored_job>{{found->rows.begin(), found->rows.end()}, found->next};
}

answer<page<stored_subgroup>> sqlite_reader::subgroups(const subgroup_request& wanted) {
    return read_machine<page<stored_subgroup>>(
        wanted.serial, [&](connection& on, machine_id machine) { return on.subgroups.read(machine, wanted); });
}

answer<production_sums> sqlite_reader::production(const production_request& wanted) {
    if (wanted.serial.empty())
        return read<production_sums>([&](connection& on) { return on.production.of_all(wanted.from, wanted.to); });
    return read_machine<production_sums>(wanted.serial, [&](connection& on, machine_id machine) {
        return on.production.of(machine, wanted.from, wanted.to);
    });
}

answer<page<stored_setup>> sqlite_reader::setups(const page_request& wanted) {
    return read_page<stored_setup>(wanted, &connection::setups);
}

answer<std::optional<setup_version>> sqlite_reader::setup(const std::string& serial, std::uint16_t number,
                                                          std::int64_t version) {
    return read_one<setup_version>(serial, &connection::setup, number, version);
}

answer<std::optional<stored_setup>> sqlite_reader::newest_setup(const std::string& serial, std::uint16_t number) {
    return read_one<stored_setup>(serial, &connection::newest_setup, number);
}

answer<page<stored_print>> sqlite_reader::prints(const page_request& wanted) {
    return read_page<stored_print>(wanted, &connection::prints);
}

answer<std::optional<printed_file>> sqlite_reader::print_file(const std::string& serial, std::int64_t print,
                                                              const std::string& file) {
    return read_one<printed_file>(serial, &connection::print_file, print, file);
}

}  // namespace husky::host
