#include "server/store/sqlite/database/named_views.hpp"

#include <fmt/format.h>

#include <string>

#include "protocol/messages/variable_names.hpp"

namespace husky::host {

namespace {

template <class Visit>
void for_each_variable(Visit visit) {
    for (const auto& each : protocol::named_machine_variables)
        visit(each);
    for (const auto& each : protocol::named_process_variables)
        visit(each);
}

// The first words are in capitals, as SQLite keeps them: so a view can be compared with what it was made of.

std::string values_view() {
    std::string sql = R"(CREATE VIEW cycle_values_named AS
select m.serial, c.tandem_side, c.epoch, c.life_counter,
  strftime('%Y-%m-%dT%H:%M:%SZ', c.machine_time, 'unixepoch') as machine_time,
  strftime('%Y-%m-%dT%H:%M:%fZ', c.receive_time / 1000.0, 'unixepoch') as receive_time)";
    for_each_variable([&](const protocol::named_variable& each) {
        sql += fmt::format(",\n  json_extract(c.\"values\", '$.\"{}\"') as {}", each.id, each.name);
    });
    return sql + "\nfrom cycle c join machine m on m.id = c.machine";
}

std::string variables_view() {
    std::string sql = "CREATE VIEW variables (variable_id, name, unit) AS values";
    for_each_variable([&](const protocol::named_variable& each) {
        sql += fmt::format("{}({}, '{}', '{}')", sql.ends_with("values") ? "\n  " : ",\n  ", each.id, each.name,
                           each.unit);
    });
    return sql;
}

std::string found_view(sqlite_database& database, std::string_view name) {
    return database.text(fmt::format("select sql from sqlite_master where type = 'view' and name = '{}'", name));
}

}  // namespace

void keep_named_views(sqlite_database& database) {
    const std::string values = values_view(), variables = variables_view();
    if (found_view(database, "cycle_values_named") == values && found_view(database, "variables") == variables) return;
    database.execute("begin immediate; drop view if exists cycle_values_named; drop view if exists variables");
    database.execute(values.c_str());
    database.execute(variables.c_str());
    database.execute("commit");
}

}  // namespace husky::host
