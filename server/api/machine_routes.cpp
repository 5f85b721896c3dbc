#include <algorithm>
#include <utility>

#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/documents/rows.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

awaitable<http_response> list_machines(live_view* live, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);

    std::vector<machine_snapshot> all = co_await live->machines();
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto first = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id > asked.after; });
    all.erase(all.begin(), first);

    page<machine_snapshot> shown;
    if (all.size() > static_cast<std::size_t>(asked.limit)) {
        all.resize(static_cast<std::size_t>(asked.limit));
        shown.next = all.back().id;
    }
    shown.rows = std::move(all);
    co_return render_page(call, asked, shown,
                          [](field_sink& into, const machine_snapshot& each) { describe(into, each); });
}

awaitable<http_response> one_machine(live_view* live, http_call call) {
    const std::optional<machine_snapshot> found = co_await live->machine(call.parameters[0]);
    if (!found) co_return unknown_machine();
    http_response response;
    json_fields document(response.body);
    describe(document, *found);
    document.close();
    co_return response;
}

void machine_fields(field_sink& into) { describe(into, machine_snapshot{}); }

}  // namespace

std::vector<http_route> machine_routes(const api_parts& parts) {
    std::vector<http_route> routes;
    routes.push_back({.method = "GET",
                      .pattern = "/api/v1/machines",
                      .summary = "Every machine the host knows, linked or not",
                      .query = list_keys(),
                      .answers = answer_kind::list,
                      .fields = machine_fields,
                      .handler = [live = parts.live](http_call call) { return list_machines(live, std::move(call)); }});
    routes.push_back({.method = "GET",
                      .pattern = "/api/v1/machines/{serial}",
                      .summary = "One machine",
                      .fields = machine_fields,
                      .handler = [live = parts.live](http_call call) { return one_machine(live, std::move(call)); }});
    return routes;
}

}  // namespace husky::host
