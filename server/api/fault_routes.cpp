// What is done to messages on the host's links: listed, injected, cleared.

#include <boost/json/parse.hpp>
#include <utility>

#include "link/asio/asio.hpp"
#include "link/faults/fault_settings.hpp"
#include "log/log.hpp"
#include "protocol/faults/fault_json.hpp"
#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/http/problem.hpp"
#include "settings/json_text.hpp"
#include "settings/scalar.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;
using link::placed_fault;

constexpr std::string_view faults_path = "/api/v1/faults";

field_list fields_of(const placed_fault& f, std::uint64_t seed) {
    field_list into;
    into.integer("id", static_cast<std::int64_t>(f.id));
    into.json("fault", f.fault ? settings::json_text(protocol::to_json(*f.fault)) : "{}", answer_field::type::object);
    into.integer("matched", f.counts ? static_cast<std::int64_t>(f.counts->matched.load()) : 0);
    into.integer("done", f.counts ? static_cast<std::int64_t>(f.counts->done.load()) : 0);
    into.integer("seed", static_cast<std::int64_t>(seed));
    return into;
}

awaitable<http_response> list_faults(live_view* live, http_call call) {
    list_query asked;
    if (const std::string wrong = read_list_query(call, asked); !wrong.empty()) co_return problem(400, wrong);
    const auto seed = live->faults().seed();
    page<placed_fault> shown;
    const auto placed = live->faults().placed();
    for (const auto& each : *placed) {
        if (static_cast<std::int64_t>(each.id) <= asked.after) continue;
        if (shown.rows.size() == static_cast<std::size_t>(asked.limit)) {
            shown.next = static_cast<std::int64_t>(shown.rows.back().id);
            break;
        }
        shown.rows.push_back(each);
    }
    auto response = render_page(call, asked, shown, [seed](const placed_fault& each) { return fields_of(each, seed); });
    if (!asked.csv) response.body.insert(1, "\"seed\":" + std::to_string(seed) + ',');
    co_return response;
}

awaitable<http_response> inject_fault(live_view* live, http_call call) {
    boost::system::error_code failed;
    const auto given = boost::json::parse(call.request.body, failed);
    if (failed) co_return problem(400, "the body is not JSON: " + failed.message());
    protocol::fault asked;
    try {
        asked = link::parse_fault_at(protocol::sender::host, settings::node_of(given));
    } catch (const settings::error& wrong) {
        co_return problem(400, wrong.what());
    }
    const auto id = live->faults().place(std::move(asked), link::now());
    if (!id) co_return problem(409, "the limit of placed faults is reached");
    live->faults_changed();
    log::info("fault {} is placed, seed {}", *id, live->faults().seed());
    auto response = json_document(fields_of(live->faults().placed()->back(), live->faults().seed()));
    response.status = 201;
    response.headers.emplace_back("Location", std::string(faults_path) + '/' + std::to_string(*id));
    co_return response;
}

awaitable<http_response> clear_faults(live_view* live, http_call) {
    live->faults().clear();
    live->faults_changed();
    co_return http_response{.status = 204};
}

/// The number in the path; 0, which no fault has, for anything else.
std::uint64_t id_in(const http_call& call) { return settings::parse<std::uint64_t>(call.parameters[0]).value_or(0); }

awaitable<http_response> one_fault(live_view* live, http_call call) {
    const auto id = id_in(call);
    const auto placed = live->faults().placed();
    for (const auto& each : *placed)
        if (each.id == id) co_return json_document(fields_of(each, live->faults().seed()));
    co_return problem(404, "no fault with this number is placed");
}

awaitable<http_response> remove_fault(live_view* live, http_call call) {
    if (!live->faults().remove(id_in(call))) co_return problem(404, "no fault with this number is placed");
    live->faults_changed();
    co_return http_response{.status = 204};
}

}  // namespace

std::vector<http_route> fault_routes(const api_parts& parts) {
    auto* live = parts.live;
    const auto fields = [] { return fields_of(placed_fault{}, 0); };
    constexpr std::string_view one_path = "/api/v1/faults/{id}";
    return {{.method = "GET",
             .pattern = faults_path,
             .summary = "The faults placed on the host's links, with counts and the seed",
             .query = list_keys(),
             .answers = answer_kind::list,
             .fields = fields,
             .beside_items =
                 [] {
                     field_list beside;
                     beside.integer("seed", 0);
                     return beside;
                 },
             .handler = [live](http_call call) { return list_faults(live, std::move(call)); }},
            {.method = "POST",
             .pattern = faults_path,
             .summary = "Injects a fault; it takes effect on all links at once",
             .body_schema = boost::json::parse(protocol::fault_json_schema()).as_object(),
             .needs_body = true,
             .answers = answer_kind::created,
             .fields = fields,
             .handler = [live](http_call call) { return inject_fault(live, std::move(call)); }},
            {.method = "DELETE",
             .pattern = faults_path,
             .summary = "Clears all faults",
             .answers = answer_kind::nothing,
             .handler = [live](http_call call) { return clear_faults(live, std::move(call)); }},
            {.method = "GET",
             .pattern = one_path,
             .summary = "One fault",
             .fields = fields,
             .handler = [live](http_call call) { return one_fault(live, std::move(call)); }},
            {.method = "DELETE",
             .pattern = one_path,
             .summary = "Clears one fault",
             .answers = answer_kind::nothing,
             .handler = [live](http_call call) { return remove_fault(live, std::move(call)); }}};
}

}  // namespace husky::host
