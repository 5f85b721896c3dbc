#include <utility>

#include "server/http/api.hpp"
#include "server/http/paging.hpp"
#include "server/http/problem.hpp"
#include "server/http/rows.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

template <class Row>
using row_query = answer<page<Row>> (store_reader::*)(const page_request&);

template <class Row>
http_response render_rows(const http_call& call, const list_query& asked, const page<Row>& rows) {
    return render_page(call, asked, rows,
                       [&](field_sink& into, const Row& row) { describe(into, call.parameters[0], row); });
}

/// A machine that is known but of which nothing is committed yet has empty lists.
template <class Row>
http_response read_rows(store_reader& from, row_query<Row> query, const http_call& call, const list_query& asked,
                        bool known) {
    const answer<page<Row>> found = (from.*query)({call.parameters[0], asked.after, asked.limit, asked.within});
    if (found.has_value()) return render_rows(call, asked, *found);
    if (found.error().why == query_error::reason::unavailable) return problem(503, found.error().problem);
    if (known) return render_rows(call, asked, page<Row>{});
    return unknown_machine();
}

template <class Row>
awaitable<http_response> history(api_parts parts, row_query<Row> query, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    const std::optional<machine_snapshot> live = co_await parts.live->machine(call.parameters[0]);
    const bool known = live.has_value();
    if (!parts.stored->readable()) {
        if (!known) co_return unknown_machine();
        co_return render_rows(call, asked, page<Row>{});
    }
    std::function<http_response(store_reader&)> job = [query, call = std::move(call), asked,
                                                       known](store_reader& from) {
        return read_rows(from, query, call, asked, known);
    };
    co_return co_await parts.stored->run(std::move(job));
}

template <class Row>
http_route history_route(const api_parts& parts, std::string_view pattern, std::string_view summary,
                         row_query<Row> query) {
    return {.method = "GET",
            .pattern = pattern,
            .summary = summary,
            .query = history_keys(),
            .answers = answer_kind::list,
            .fields = [](field_sink& into) { describe(into, "", Row{}); },
            .handler = [parts, query](http_call call) { return history(parts, query, std::move(call)); }};
}

}  // namespace

std::vector<http_route> history_routes(const api_parts& parts) {
    std::vector<http_route> routes;
    routes.push_back(history_route(
        parts, "/api/v1/machines/{serial}/cycles",
        "Its cycles in the order of their arrival; values by variable id, null if unavailable", &store_reader::cycles));
    routes.push_back(history_route(parts, "/api/v1/machines/{serial}/gaps",
                                   "Life counters that are missing, in the order of discovery", &store_reader::gaps));
    routes.push_back(history_route(parts, "/api/v1/machines/{serial}/events",
                                   "Its events in the order of their arrival", &store_reader::events));
    routes.push_back(history_route(parts, "/api/v1/machines/{serial}/interruptions",
                                   "Beginnings and ends of its cycle interruptions in the order of their arrival",
                                   &store_reader::interruptions));
    api_parts archive = parts;
    archive.stored = parts.archived;
    routes.push_back(history_route(archive, "/api/v1/machines/{serial}/setups",
                                   "Archived versions of its set-ups, in the order in which they came up",
                                   &store_reader::setups));
    routes.push_back(history_route(archive, "/api/v1/machines/{serial}/prints",
                                   "What was printed to its queue, in the order of arrival; each file is at "
                                   "prints/{id}/{file}",
                                   &store_reader::prints));
    return routes;
}

}  // namespace husky::host
