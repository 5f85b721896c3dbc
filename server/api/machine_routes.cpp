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
    co_return render_page(call, asked, shown, [](const machine_snapshot& each) { return fields_of(each); });
}

awaitable<http_response> one_machine(live_view* live, http_call call) {
    const std::optional<machine_snapshot> found = co_await live->machine(call.parameters[0]);
    if (!found) co_return unknown_machine();
    co_return json_document(fields_of(*found));
}

field_list machine_fields() { return fields_of(machine_snapshot{}); }

}  // namespace

std::vector<http_route> machine_routes(const api_parts& parts) {
    return {{.method = "GET",
             .pattern = "/api/v1/machines",
             .summary = "Every machine the host knows, linked or not",
             .query = list_keys(),
             .answers = answer_kind::list,
             .fields = machine_fields,
             .handler = [live = parts.live](http_call call) { return list_machines(live, std::move(call)); }},
            {.method = "GET",
             .pattern = "/api/v1/machines/{serial}",
             .summary = "One machine",
             .fields = machine_fields,
             .handler = [live = parts.live](http_call call) { return one_machine(live, std::move(call)); }}};
}

}  // namespace husky::host
