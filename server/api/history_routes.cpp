#include <type_traits>
#include <utility>

#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/documents/rows.hpp"
#include "server/http/problem.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

template <class Row>
using row_query = answer<page<Row>> (store_reader::*)(const page_request&);

template <class Row>
http_response render_rows(const http_call& call, const list_query& asked, const page<Row>& rows) {
    if constexpr (std::is_same_v<Row, stored_cycle>) {
        const auto named = [&](const Row& row) { return named_fields_of(call.parameters[0], row); };
        if (asked.named_columns) return render_page(call, asked, rows, named);
    }
    return render_page(call, asked, rows, [&](const Row& row) { return fields_of(call.parameters[0], row); });
}

/// `queries` is null where nothing is stored. A machine that is known but of which nothing is committed yet has empty
/// lists.
template <class Row>
awaitable<http_response> history(live_view* live, query_thread* queries, row_query<Row> rows, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    const std::string serial = call.parameters[0];
    const std::optional<machine_snapshot> known = co_await live->machine(serial);
    answer<page<Row>> found = query_error{query_error::reason::unknown_serial, {}};
    if (queries != nullptr) {
        asked.serial = serial;
        const auto query = [rows, asked](store_reader& from) { return (from.*rows)(asked); };
        found = co_await queries->ask(query);
    }
    if (found.has_value()) co_return render_rows(call, asked, *found);
    if (found.error().why == query_error::reason::unavailable) co_return problem(503, found.error().problem);
    if (known) co_return render_rows(call, asked, page<Row>{});
    co_return unknown_machine();
}

template <class Row>
http_route history_route(live_view* live, query_thread* queries, std::string_view pattern, std::string_view summary,
                         row_query<Row> rows, std::vector<query_key> keys = history_keys()) {
    return {.method = "GET",
            .pattern = pattern,
            .summary = summary,
            .query = std::move(keys),
            .answers = answer_kind::list,
            .fields = [] { return fields_of("", Row{}); },
            .handler = [=](http_call call) { return history(live, queries, rows, std::move(call)); }};
}

struct subgroup_list : list_query {
    subgroup_request wanted;
};

std::string read_subgroup_list(const http_call& call, subgroup_list& into) {
    const auto variable = settings::parse<protocol::variable_id>(call.parameters[1]);
    if (!variable) return "expected the number of a variable in the path";
    if (std::string wrong = read_list_query(call, into); !wrong.empty()) return wrong;
    std::int64_t side = 0, size = into.wanted.size;
    if (!read_number(call.target, "tandem_side", 0, protocol::tandem_sides - 1, side))
        return "tandem_side: expected 0 or 1";
    if (!read_number(call.target, "subgroup_size", 1, max_subgroup, size))
        return "subgroup_size: expected a whole number from 1 to " + std::to_string(max_subgroup);
    into.serial = call.parameters[0];
    static_cast<page_request&>(into.wanted) = into;
    into.wanted.variable = *variable;
    into.wanted.side = static_cast<protocol::tandem_side>(side);
    into.wanted.size = static_cast<int>(size);
    return {};
}

awaitable<http_response> list_subgroups(live_view* live, query_thread* queries, http_call call) {
    subgroup_list asked;
    if (const std::string wrong = read_subgroup_list(call, asked); !wrong.empty()) co_return problem(400, wrong);
    const std::optional<machine_snapshot> known = co_await live->machine(asked.serial);
    answer<page<stored_subgroup>> found = query_error{query_error::reason::unknown_serial, {}};
    if (queries != nullptr) {
        const subgroup_request wanted = asked.wanted;
        const auto query = [wanted](store_reader& from) { return from.subgroups(wanted); };
        found = co_await queries->ask(query);
    }
    if (!found.has_value()) {
        if (found.error().why == query_error::reason::unavailable) co_return problem(503, found.error().problem);
        if (!known) co_return unknown_machine();
        found = page<stored_subgroup>{};
    }
    const auto fields = [&](const stored_subgroup& each) { return fields_of(asked.serial, each); };
    co_return render_page(call, asked, *found, fields);
}

/// Subgroups of a variable, from stored cycles: what X-bar and R charts show.
http_route subgroup_route(const api_parts& parts) {
    auto keys = history_keys();
    keys.push_back(
        {"subgroup_size", R"({"type":"integer","minimum":1,"maximum":25,"default":5})", "cycles of a subgroup"});
    keys.push_back({"tandem_side", R"({"type":"integer","minimum":0,"maximum":1,"default":0})", "of the machine"});
    static_assert(max_subgroup == 25, "as in the schema");
    return {.method = "GET",
            .pattern = "/api/v1/machines/{serial}/spc/{variable}/history",
            .summary =
                "Mean and range of one variable in whole subgroups of cycles that follow one another, in the "
                "order of their cycles; all of a subgroup lies in the window",
            .query = keys,
            .answers = answer_kind::list,
            .fields = [] { return fields_of("", stored_subgroup{}); },
            .handler = [live = parts.live, queries = parts.storage->report_queries()](
                           http_call call) { return list_subgroups(live, queries, std::move(call)); }};
}

}  // namespace

std::vector<http_route> history_routes(const api_parts& parts) {
    live_view* live = parts.live;
    query_thread* reports = parts.storage->report_queries();
    query_thread* archive = &parts.storage->archive_queries();
    auto cycle_keys = history_keys();
    cycle_keys.push_back(columns_key());
    return {
        subgroup_route(parts),
        history_route(live, reports, "/api/v1/machines/{serial}/cycles",
                      "Its cycles in the order of their arrival; values by variable id, null if unavailable",
                      &store_reader::cycles, std::move(cycle_keys)),
        history_route(live, reports, "/api/v1/machines/{serial}/gaps",
                      "Life counters that are missing, in the order of discovery", &store_reader::gaps),
        history_route(live, reports, "/api/v1/machines/{serial}/events", "Its events in the order of their arrival",
                      &store_reader::events),
        history_route(live, reports, "/api/v1/machines/{serial}/interruptions",
                      "Beginnings and ends of its cycle interruptions in the order of their arrival",
                      &store_reader::interruptions),
        history_route(live, reports, "/api/v1/machines/{serial}/jobs",
                      "Its jobs in the order in which they began, with what their newest cycles count; the window is "
                      "about when they began",
                      &store_reader::jobs),
        history_route(live, archive, "/api/v1/machines/{serial}/setups",
                      "Archived versions of its set-ups, in the order in which they came up", &store_reader::setups),
        history_route(live, archive, "/api/v1/machines/{serial}/prints",
                      "What was printed to its queue, in the order of arrival; each file is at prints/{id}/{file}",
                      &store_reader::prints)};
}

}  // namespace husky::host
