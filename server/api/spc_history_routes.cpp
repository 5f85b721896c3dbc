// Subgroups of a variable, from stored cycles: what X-bar and R charts show.
#include <utility>

#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/api/documents/rows.hpp"
#include "server/http/problem.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

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

}  // namespace

std::vector<http_route> spc_history_routes(const api_parts& parts) {
    auto keys = history_keys();
    keys.push_back(
        {"subgroup_size", R"({"type":"integer","minimum":1,"maximum":25,"default":5})", "cycles of a subgroup"});
    keys.push_back({"tandem_side", R"({"type":"integer","minimum":0,"maximum":1,"default":0})", "of the machine"});
    static_assert(max_subgroup == 25, "as in the schema");
    return {{.method = "GET",
             .pattern = "/api/v1/machines/{serial}/spc/{variable}/history",
             .summary = "Mean and range of one variable in whole subgroups of cycles that follow one another, in the "
                        "order of their cycles; all of a subgroup lies in the window",
             .query = keys,
             .answers = answer_kind::list,
             .fields = [] { return fields_of("", stored_subgroup{}); },
             .handler = [live = parts.live, queries = parts.storage->report_queries()](
                            http_call call) { return list_subgroups(live, queries, std::move(call)); }}};
}

}  // namespace husky::host
