#include "server/store/sqlite/forget.hpp"

#include <string>
#include <vector>

namespace husky::host {

namespace {

std::vector<std::string> texts(sqlite_database& database, std::string_view sql) {
    std::vector<std::string> all;
    sqlite_statement rows = database.prepare(sql);
    while (rows.step())
        rows.read(all.emplace_back());
    return all;
}

/// Prints keep counting: their numbers are never used again.
void forget_all(sqlite_database& database) {
    for (const auto& table : texts(database, R"(
select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!'
)"))
        database.execute(("delete from " + table).c_str());
}

}  // namespace

void forget(sqlite_database& database, machine_id machine) {
    if (machine == every_machine) return forget_all(database);
    database.prepare("delete from print_file where print in (select id from print where machine = ?)").run(machine);
    for (const auto& table : texts(database, R"(
select t.name from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and c.name = 'machine'
)"))
        database.prepare("delete from " + table + " where machine = ?").run(machine);
    database.prepare("delete from machine where id = ?").run(machine);
}

}  // namespace husky::host
