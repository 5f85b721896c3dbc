#include "server/store/print_writer.hpp"

#include "server/store/ticks.hpp"

namespace husky::host {

namespace {

/// What a print takes besides the content of its files, about.
constexpr std::int64_t bytes_of_row = 1024;

constexpr const char* insert_sql = R"(
insert into print (machine, receive_time, job, user, host, files, size) values (?, ?, ?, ?, ?, 0, 0)
)";

/// The newest of those that are too many.
constexpr const char* surplus_sql = R"(
select id, size from print where machine = ? order by id desc limit 1 offset ?
)";

}  // namespace

print_writer::print_writer(sqlite_database& database, std::size_t max_prints, std::size_t max_bytes)
    : database_(database),
      max_prints_(static_cast<std::int64_t>(max_prints)),
      max_bytes_(static_cast<std::int64_t>(max_bytes)),
      insert_(database.prepare(insert_sql)),
      insert_file_(
          database.prepare("insert into print_file (print, file, type, size, content) values (?, ?, ?, ?, ?)")),
      add_size_(database.prepare("update print set files = files + 1, size = size + ? where id = ?")),
      find_size_(database.prepare("select size from print where id = ? and machine = ?")),
      find_surplus_(database.prepare(surplus_sql)),
      find_oldest_(database.prepare("select id, size from print order by id limit 1")),
      delete_(database.prepare("delete from print where id = ?")),
      delete_files_(database.prepare("delete from print_file where print = ?")) {
    if (max_bytes_ > 0)
        bytes_ = database.number("select coalesce(sum(size + " + std::to_string(bytes_of_row) + "), 0) from print");
}

void print_writer::write(const batch& texts, const print_record& print) {
    insert_.bind(1, print.machine)
        .bind(2, ticks(print.receive_time))
        .bind(3, texts.view(print.job))
        .bind(4, texts.view(print.user))
        .bind(5, texts.view(print.host))
        .run();
    newest_ = database_.last_row();
    bytes_ += bytes_of_row;
    printed_.insert(print.machine);
}

void print_writer::write(const batch& texts, const print_file_record& file) {
    const std::string_view content = texts.view(file.content);
    const auto size = static_cast<std::int64_t>(content.size());
    insert_file_.bind(1, newest_)
        .bind(2, texts.view(file.file))
        .bind(3, texts.view(file.type))
        .bind(4, size)
        .bind_bytes(5, content)
        .run();
    add_size_.bind(1, size).bind(2, newest_).run();
    bytes_ += size;
}

void print_writer::remove(const print_removed_record& print) {
    find_size_.bind(1, print.print).bind(2, print.machine);
    if (!find_size_.step()) return;
    const std::int64_t size = find_size_.number(0);
    find_size_.reset();
    erase(print.print, size);
}

void print_writer::trim() {
    if (printed_.empty()) return;
    if (max_prints_ > 0)
        for (const machine_id machine : printed_)
            trim_machine(machine);
    if (max_bytes_ > 0) trim_bytes();
    printed_.clear();
}

void print_writer::trim_machine(machine_id machine) {
    while (find_surplus_.bind(1, machine).bind(2, max_prints_).step()) {
        const std::int64_t print = find_surplus_.number(0), size = find_surplus_.number(1);
        find_surplus_.reset();
        erase(print, size);
    }
}

void print_writer::trim_bytes() {
    while (bytes_ > max_bytes_ && find_oldest_.step()) {
        const std::int64_t print = find_oldest_.number(0), size = find_oldest_.number(1);
        find_oldest_.reset();
        if (print == newest_) return;
        erase(print, size);
    }
}

void print_writer::erase(std::int64_t print, std::int64_t size) {
    delete_files_.bind(1, print).run();
    delete_.bind(1, print).run();
    bytes_ -= size + bytes_of_row;
}

}  // namespace husky::host
