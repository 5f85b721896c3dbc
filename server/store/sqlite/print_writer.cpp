#include "server/store/sqlite/print_writer.hpp"

namespace husky::host {

namespace {

constexpr const char* insert_sql = R"(
insert into print (machine, receive_time, job, user, host, files, size) values (?, ?, ?, ?, ?, 0, 0)
)";

constexpr const char* beyond_sql = R"(
select id, size from print where machine = ? order by id desc limit 1 offset ?
)";

}  // namespace

print_writer::print_writer(sqlite_database& database, const retention::limits& wanted)
    : database_(database),
      retention_(wanted),
      insert_(database.prepare(insert_sql)),
      insert_file_(
          database.prepare("insert into print_file (print, file, type, size, content) values (?, ?, ?, ?, ?)")),
      add_size_(database.prepare("update print set files = files + 1, size = size + ? where id = ?")),
      find_(database.prepare("select id, size from print where id = ? and machine = ?")),
      find_beyond_(database.prepare(beyond_sql)),
      find_oldest_(database.prepare("select id, size from print order by id limit 1")),
      delete_(database.prepare("delete from print where id = ?")),
      delete_files_(database.prepare("delete from print_file where print = ?")) {
    count_anew();
}

void print_writer::count_anew() {
    if (retention_.counts_bytes())
        retention_.found(database_.number("select count(*) from print"),
                         database_.number("select sum(size) from print"));
}

void print_writer::write(const batch& texts, const print_record& print) {
    insert_.run(print.machine, print.receive_time, texts.view(print.job), texts.view(print.user),
                texts.view(print.host));
    newest_ = database_.last_row();
    retention_.added(print.machine, {newest_, 0});
}

void print_writer::write(const batch& texts, const print_file_record& file) {
    const std::string_view content = texts.view(file.content);
    const auto size = static_cast<std::int64_t>(content.size());
    insert_file_.run(newest_, texts.view(file.file), texts.view(file.type), size, std::as_bytes(std::span(content)));
    add_size_.run(size, newest_);
    retention_.grew(size);
}

void print_writer::write(const batch&, const print_removed_record& print) {
    const auto found = first_item(find_.bind(print.print, print.machine));
    if (!found) return;
    remove(*found);
    retention_.removed(*found);
}

std::optional<stored_item> print_writer::beyond(machine_id machine, std::size_t newest) {
    return first_item(find_beyond_.bind(machine, newest));
}

void print_writer::remove(const stored_item& item) {
    delete_files_.run(item.id);
    delete_.run(item.id);
}

}  // namespace husky::host
