#include "server/store/sqlite/setup_writer.hpp"

#include "server/records/ticks.hpp"
#include "server/store/setup_versions.hpp"
#include "server/store/sqlite/item_row.hpp"

namespace husky::host {

namespace {

constexpr const char* insert_setup_sql = R"(
insert into setup (machine, setup_number, version, time, last_time, origin, remark, size, crc32, sha256, content)
values (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)";

constexpr const char* newest_sql = R"(
select id, version, sha256 from setup where machine = ? and setup_number = ? order by version desc limit 1
)";

}  // namespace

setup_writer::setup_writer(sqlite_database& database, const retention::limits& wanted)
    : database_(database),
      retention_(wanted),
      find_newest_(database.prepare(newest_sql)),
      note_time_(database.prepare("update setup set last_time = max(last_time, ?) where id = ?")),
      insert_(database.prepare(insert_setup_sql)),
      find_oldest_(database.prepare("select id, size from setup order by id limit 1")),
      delete_(database.prepare("delete from setup where id = ?")) {
    if (retention_.counts_bytes())
        retention_.found(database.number("select count(*) from setup"), database.number("select sum(size) from setup"));
}

void setup_writer::write(const batch& texts, const setup_record& setup) {
    find_newest_.bind(1, setup.machine).bind(2, setup.number);
    const bool found = find_newest_.step();
    const std::int64_t row = found ? find_newest_.number(0) : 0, newest = found ? find_newest_.number(1) : 0;
    const auto version =
        next_setup_version(newest, found ? find_newest_.text(2) : std::string_view(), texts.view(setup.sha256));
    find_newest_.reset();
    if (version)
        insert(texts, setup, *version);
    else
        note_time_.bind(1, ticks(setup.time)).bind(2, row).run();
}

void setup_writer::insert(const batch& texts, const setup_record& setup, std::int64_t version) {
    insert_.bind(1, setup.machine)
        .bind(2, setup.number)
        .bind(3, version)
        .bind(4, ticks(setup.time))
        .bind(5, setup_origin_names[static_cast<std::size_t>(setup.origin)])
        .bind(6, texts.view(setup.remark))
        .bind(7, setup.content.size)
        .bind(8, setup.crc32)
        .bind(9, texts.view(setup.sha256))
        .bind_bytes(10, texts.view(setup.content))
        .run();
    retention_.added(setup.machine, {database_.last_row(), setup.content.size});
}

std::optional<stored_item> setup_writer::oldest() { return first_item(find_oldest_); }

void setup_writer::remove(const stored_item& item) { delete_.bind(1, item.id).run(); }

}  // namespace husky::host
