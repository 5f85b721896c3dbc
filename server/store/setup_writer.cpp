#include "server/store/setup_writer.hpp"

#include "server/store/ticks.hpp"

namespace husky::host {

namespace {

/// What a row takes besides its content, at most: the remark is short.
constexpr std::int64_t bytes_of_setup_row = 1024;

constexpr const char* insert_setup_sql = R"(
insert into setup (machine, setup_number, version, time, last_time, origin, remark, size, crc32, sha256, content)
values (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
)";

constexpr const char* newest_sql = R"(
select id, version, sha256 from setup where machine = ? and setup_number = ? order by version desc limit 1
)";

}  // namespace

setup_writer::setup_writer(sqlite_database& database, std::size_t max_bytes)
    : max_bytes_(static_cast<std::int64_t>(max_bytes)),
      find_newest_(database.prepare(newest_sql)),
      note_time_(database.prepare("update setup set last_time = max(last_time, ?) where id = ?")),
      insert_(database.prepare(insert_setup_sql)),
      find_oldest_(database.prepare("select id, size from setup order by id limit 1")),
      delete_(database.prepare("delete from setup where id = ?")) {
    if (max_bytes_ > 0)
        bytes_ =
            database.number("select coalesce(sum(size + " + std::to_string(bytes_of_setup_row) + "), 0) from setup");
}

void setup_writer::write(const batch& texts, const setup_record& setup) {
    find_newest_.bind(1, setup.machine).bind(2, setup.number);
    std::int64_t row = 0, version = 0;
    bool same = false;
    if (find_newest_.step()) {
        row = find_newest_.number(0);
        version = find_newest_.number(1);
        same = find_newest_.text(2) == texts.view(setup.sha256);
        find_newest_.reset();
    }
    if (same)
        note_time_.bind(1, ticks(setup.time)).bind(2, row).run();
    else
        insert(texts, setup, version + 1);
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
    if (max_bytes_ == 0) return;
    bytes_ += setup.content.size + bytes_of_setup_row;
    delete_oldest();
}

void setup_writer::delete_oldest() {
    while (bytes_ > max_bytes_ && find_oldest_.step()) {
        const std::int64_t row = find_oldest_.number(0), size = find_oldest_.number(1);
        find_oldest_.reset();
        if (bytes_ == size + bytes_of_setup_row) return;
        delete_.bind(1, row).run();
        bytes_ -= size + bytes_of_setup_row;
    }
}

}  // namespace husky::host
