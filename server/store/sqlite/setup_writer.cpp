#include "server/store/sqlite/setup_writer.hpp"

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
    count_anew();
}

void setup_writer::count_anew() {
    if (retention_.counts_bytes())
        retention_.found(database_.number("select count(*) from setup"),
                         database_.number("select sum(size) from setup"));
}

void setup_writer::write(const batch& texts, const setup_record& setup) {
    std::int64_t row = 0, newest = 0;
    std::string newest_sha256;
    find_newest_.bind(setup.machine, setup.number).read_first(row, newest, newest_sha256);
    if (const auto version = next_setup_version(newest, newest_sha256, texts.view(setup.sha256)))
        insert(texts, setup, *version);
    else
        note_time_.run(setup.time, row);
}

void setup_writer::insert(const batch& texts, const setup_record& setup, std::int64_t version) {
    const auto content = std::as_bytes(std::span(texts.view(setup.content)));
    insert_.run(setup.machine, setup.number, version, setup.time,
                setup_origin_names[static_cast<std::size_t>(setup.origin)], texts.view(setup.remark), content.size(),
                setup.crc32, texts.view(setup.sha256), content);
    retention_.added(setup.machine, {database_.last_row(), setup.content.size});
}

std::optional<stored_item> setup_writer::oldest() { return first_item(find_oldest_); }

void setup_writer::remove(const stored_item& item) { delete_.run(item.id); }

}  // namespace husky::host
