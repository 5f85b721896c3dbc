#include "server/store/sqlite/sqlite_reader.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "server/records/ticks.hpp"
#include "server/store/sqlite/schema.hpp"

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
where b.machine = ?1 and b.block >= ?2 / 4096 and s.block = b.block and s.latest >= ?4 and s.earliest < ?5
  and c.id between b.block * 4096 and b.block * 4096 + 4095 and c.id > ?2 and c.machine = ?1
  and c.receive_time >= ?4 and c.receive_time < ?5
order by b.block, c.id limit ?3
)";

constexpr const char* gap_rows_sql = R"(
select gap, epoch, first_missing, last_missing, after_time, before_time, detected_at from gap
where machine = ?1 and gap > ?2 and detected_at >= ?4 and detected_at < ?5 order by gap limit ?3
)";

constexpr const char* events_sql = R"(
select id, machine_time, receive_time, texts from event
where machine = ?1 and id > ?2 and receive_time >= ?4 and receive_time < ?5 order by id limit ?3
)";

constexpr const char* interruptions_sql = R"(
select id, interruption_id, state, tandem_side, machine_time, receive_time, texts from interruption
where machine = ?1 and id > ?2 and receive_time >= ?4 and receive_time < ?5 order by id limit ?3
)";

constexpr const char* setups_sql = R"(
select id, setup_number, version, time, last_time, origin, remark, size, crc32, sha256 from setup
where machine = ?1 and id > ?2 and time >= ?4 and time < ?5 order by id limit ?3
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
where machine = ?1 and id > ?2 and receive_time >= ?4 and receive_time < ?5 order by id limit ?3
)";

constexpr const char* print_file_sql = R"(
select f.type, f.content from print_file f join print p on p.id = f.print
where p.machine = ? and p.id = ? and f.file = ?
)";

stored_setup setup_of(const sqlite_statement& row) {
    return {row.number(0),
            static_cast<std::uint16_t>(row.number(1)),
            row.number(2),
            from_ticks<wall_time>(row.number(3)),
            from_ticks<wall_time>(row.number(4)),
            std::string(row.text(5)),
            std::string(row.text(6)),
            row.number(7),
            static_cast<std::uint32_t>(row.number(8)),
            std::string(row.text(9))};
}

sqlite_database open_for_reading(const sqlite_location& where) {
    sqlite_database database(where.name, sqlite_database::access::read);
    // In shared memory a reader must not wait for the writer, nor the writer for it.
    database.execute(where.memory ? "pragma read_uncommitted = 1" : "pragma query_only = 1");
    return database;
}

}  // namespace

sqlite_reader::sqlite_reader(sqlite_location where) : where_(std::move(where)) {}

sqlite_reader::connection::connection(const sqlite_location& where)
    : database(open_for_reading(where)),
      machine(database.prepare("select id from machine where serial = ?")),
      cycles(database.prepare(cycles_sql)),
      gaps(database.prepare(gap_rows_sql)),
      events(database.prepare(events_sql)),
      interruptions(database.prepare(interruptions_sql)),
      setups(database.prepare(setups_sql)),
      setup(database.prepare(setup_sql)),
      newest_setup(database.prepare(newest_setup_sql)),
      prints(database.prepare(prints_sql)),
      print_files(database.prepare("select file, type, size from print_file where print = ? order by id")),
      print_file(database.prepare(print_file_sql)) {}

sqlite_reader::connection& sqlite_reader::connected() {
    const auto found = where_.memory ? std::nullopt : file_identity::of(where_.name);
    if (!connection_ || found != file_) {
        connection_.reset();
        connection_.emplace(where_);
        file_ = found;
    }
    return *connection_;
}

template <class T, class Read>
answer<T> sqlite_reader::read_machine(const std::string& serial, Read read) {
    try {
        connection& on = connected();
        on.database.stop_queries_at(std::chrono::steady_clock::now() + query_time);
        on.machine.bind(1, serial);
        if (!on.machine.step())
            return query_error{query_error::reason::unknown_serial, "nothing is stored of " + serial};
        const std::int64_t machine = on.machine.number(0);
        on.machine.reset();
        return read(on, machine);
    } catch (const std::exception& problem) {
        connection_.reset();
        return query_error{query_error::reason::unavailable,
                           std::string("the store cannot be read: ") + problem.what()};
    }
}

template <class Row, class Read>
answer<page<Row>> sqlite_reader::read_page(const page_request& wanted, sqlite_statement connection::*query, Read read) {
    return read_machine<page<Row>>(wanted.serial, [&](connection& on, std::int64_t machine) {
        const int limit = std::clamp(wanted.limit, 1, max_page);
        sqlite_statement& rows = on.*query;
        rows.bind(1, machine).bind(2, wanted.after).bind(3, limit + std::int64_t{1});
        rows.bind(4, ticks(wanted.within.from)).bind(5, ticks(wanted.within.to));
        page<Row> found;
        while (rows.step()) {
            if (found.rows.size() == static_cast<std::size_t>(limit)) {
                found.next = found.rows.back().cursor;
                rows.reset();
                break;
            }
            found.rows.push_back(read(rows));
        }
        return found;
    });
}

answer<page<stored_cycle>> sqlite_reader::cycles(const page_request& wanted) {
    return read_page<stored_cycle>(wanted, &connection::cycles, [](const sqlite_statement& row) {
        return stored_cycle{row.number(0),
                            static_cast<protocol::tandem_side>(row.number(1)),
                            static_cast<std::int32_t>(row.number(2)),
                            static_cast<std::int32_t>(row.number(3)),
                            from_ticks<std::chrono::sys_seconds>(row.number(4)),
                            from_ticks<wall_time>(row.number(5)),
                            std::string(row.text(6))};
    });
}

answer<page<stored_gap>> sqlite_reader::gaps(const page_request& wanted) {
    return read_page<stored_gap>(wanted, &connection::gaps, [](const sqlite_statement& row) {
        return stored_gap{row.number(0),
                          static_cast<std::int32_t>(row.number(1)),
                          static_cast<std::int32_t>(row.number(2)),
                          static_cast<std::int32_t>(row.number(3)),
                          from_ticks<std::chrono::sys_seconds>(row.number(4)),
                          from_ticks<std::chrono::sys_seconds>(row.number(5)),
                          from_ticks<wall_time>(row.number(6))};
    });
}

answer<page<stored_event>> sqlite_reader::events(const page_request& wanted) {
    return read_page<stored_event>(wanted, &connection::events, [](const sqlite_statement& row) {
        return stored_event{row.number(0), std::string(row.text(1)), from_ticks<wall_time>(row.number(2)),
                            std::string(row.text(3))};
    });
}

answer<page<stored_interruption>> sqlite_reader::interruptions(const page_request& wanted) {
    return read_page<stored_interruption>(wanted, &connection::interruptions, [](const sqlite_statement& row) {
        return stored_interruption{row.number(0),
                                   static_cast<std::int32_t>(row.number(1)),
                                   static_cast<std::int32_t>(row.number(2)),
                                   static_cast<protocol::tandem_side>(row.number(3)),
                                   std::string(row.text(4)),
                                   from_ticks<wall_time>(row.number(5)),
                                   std::string(row.text(6))};
    });
}

answer<page<stored_setup>> sqlite_reader::setups(const page_request& wanted) {
    return read_page<stored_setup>(wanted, &connection::setups, setup_of);
}

answer<std::optional<setup_version>> sqlite_reader::setup(const std::string& serial, std::uint16_t number,
                                                          std::int64_t version) {
    using found = std::optional<setup_version>;
    return read_machine<found>(serial, [&](connection& on, std::int64_t machine) -> found {
        on.setup.bind(1, machine).bind(2, number).bind(3, version);
        if (!on.setup.step()) return std::nullopt;
        found one = setup_version{setup_of(on.setup), std::string(on.setup.bytes(10))};
        on.setup.reset();
        return one;
    });
}

answer<std::optional<stored_setup>> sqlite_reader::newest_setup(const std::string& serial, std::uint16_t number) {
    using found = std::optional<stored_setup>;
    return read_machine<found>(serial, [&](connection& on, std::int64_t machine) -> found {
        on.newest_setup.bind(1, machine).bind(2, number);
        if (!on.newest_setup.step()) return std::nullopt;
        found one = setup_of(on.newest_setup);
        on.newest_setup.reset();
        return one;
    });
}

answer<page<stored_print>> sqlite_reader::prints(const page_request& wanted) {
    return read_page<stored_print>(wanted, &connection::prints, [this](const sqlite_statement& row) {
        stored_print print{row.number(0),
                           from_ticks<wall_time>(row.number(1)),
                           std::string(row.text(2)),
                           std::string(row.text(3)),
                           std::string(row.text(4)),
                           {}};
        sqlite_statement& files = connection_->print_files;
        files.bind(1, print.cursor);
        while (files.step())
            print.files.push_back({std::string(files.text(0)), std::string(files.text(1)), files.number(2)});
        return print;
    });
}

answer<std::optional<printed_file>> sqlite_reader::print_file(const std::string& serial, std::int64_t print,
                                                              const std::string& file) {
    using found = std::optional<printed_file>;
    return read_machine<found>(serial, [&](connection& on, std::int64_t machine) -> found {
        on.print_file.bind(1, machine).bind(2, print).bind(3, file);
        if (!on.print_file.step()) return std::nullopt;
        found one = printed_file{std::string(on.print_file.text(0)), std::string(on.print_file.bytes(1))};
        on.print_file.reset();
        return one;
    });
}

}  // namespace husky::host
