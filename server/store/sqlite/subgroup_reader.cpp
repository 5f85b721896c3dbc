#include "server/store/sqlite/subgroup_reader.hpp"

#include <algorithm>
#include <string>

#include "server/store/sqlite/database/schema.hpp"
#include "server/store/subgroup_builder.hpp"

namespace husky::host {

namespace {

static_assert(cycles_in_block == 4096, "as in the query below");

/// As the pages of cycles; variable 3 counts the side's cycles, and where a machine does not send it, there is one
/// side.
constexpr const char* subgroup_values_sql = R"(
select c.id, c.epoch, c.life_counter, coalesce(json_extract(c."values", '$."3"'), c.life_counter), c.receive_time,
  json_extract(c."values", ?6)
from cycle_block b cross join cycle_span s cross join cycle c
where b.machine = ?1 and b.block {>=} ?2 / 4096 and s.block = b.block and s.latest >= ?4 and s.earliest < ?5
  and c.id between b.block * 4096 and b.block * 4096 + 4095 and c.id {>} ?2 and c.machine = ?1 and c.tandem_side = ?3
  and c.receive_time >= ?4 and c.receive_time < ?5
  and typeof(json_extract(c."values", ?6)) in ('integer', 'real')
  and coalesce(json_extract(c."values", '$."5"'), 0) in (0, 1)
order by b.block {desc}, c.id {desc}
)";

}  // namespace

subgroup_reader::subgroup_reader(sqlite_database& database) : values_(database, subgroup_values_sql) {}

page<stored_subgroup> subgroup_reader::read(machine_id machine, const subgroup_request& wanted) {
    const auto limit = static_cast<std::size_t>(std::clamp(wanted.limit, 1, max_page));
    const std::string path = "$.\"" + std::to_string(wanted.variable) + '"';
    sqlite_statement& rows = values_.in_order(wanted);
    rows.bind(machine, page_statements::cursor(wanted), wanted.side, wanted.from, wanted.to, path);
    subgroup_builder builder(std::clamp(wanted.size, 1, max_subgroup));
    page<stored_subgroup> found;
    while (rows.step()) {
        subgroup_value v;
        rows.read(v.cursor, v.epoch, v.life_counter, v.counter, v.received, v.value);
        const auto whole = builder.add(v);
        if (!whole) continue;
        if (found.rows.size() == limit) {
            found.next = found.rows.back().cursor;
            break;
        }
        found.rows.push_back(*whole);
    }
    rows.reset();
    return found;
}

}  // namespace husky::host
