// OEE of a machine or of all of them. docs/oee.md has the rules.
#include <chrono>
#include <limits>
#include <utility>

#include "server/api/api.hpp"
#include "server/api/documents/paging.hpp"
#include "server/http/field_list.hpp"
#include "server/http/problem.hpp"
#include "server/store/oee.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// The window where none is given: a shift, up to now.
constexpr std::chrono::hours default_span{8};

struct oee_query : production_request {
    oee_rules rules;
};

bool read_choice(const http_target& query, std::string_view name, std::string_view no, std::string_view yes,
                 bool& into) {
    const std::string* text = query.find(name);
    if (text == nullptr) return true;
    into = *text == yes;
    return into || *text == no;
}

/// `to` is now where it is missing, and `from` a shift before `to`.
std::string read_oee_query(const http_call& call, wall_time now, oee_query& into) {
    constexpr wall_time missing = wall_time::min();
    into.from = missing;
    into.to = now;
    if (std::string wrong = read_window(call.target, into.from, into.to); !wrong.empty()) return wrong;
    if (into.from == missing) into.from = into.to - default_span;
    if (!read_choice(call.target, "short_stops", "availability", "performance", into.rules.short_stops_slow))
        return "short_stops: expected availability or performance";
    if (!read_choice(call.target, "change_over", "loss", "planned", into.rules.change_over_planned))
        return "change_over: expected loss or planned";
    return {};
}

field_list fields_of(const oee_figures& figures, const production_request& window) {
    field_list into;
    into.number("availability", figures.availability);
    into.number("performance", figures.performance);
    into.number("quality", figures.quality);
    into.number("oee", figures.oee);
    into.time("from", window.from);
    into.time("to", window.to);
    return into;
}

/// What is stored, and what machines that stand still lose until now. `known` says whether the host knows the machine.
awaitable<http_response> show(query_thread* queries, oee_query asked, std::vector<machine_snapshot> machines,
                              bool known) {
    answer<production_sums> found = query_error{query_error::reason::unknown_serial, {}};
    if (queries != nullptr) {
        const production_request wanted = asked;
        const auto query = [wanted](store_reader& from) { return from.production(wanted); };
        found = co_await queries->ask(query);
    }
    if (!found.has_value()) {
        if (found.error().why == query_error::reason::unavailable) co_return problem(503, found.error().problem);
        if (!known) co_return unknown_machine();
    }
    production_sums sums = found.has_value() ? *found : production_sums{};
    for (const machine_snapshot& each : machines)
        for (const stop_record& stop : each.standing)
            add_stop(sums, stop, asked.from, asked.to);
    co_return json_document(fields_of(oee_of(sums, asked.rules), asked));
}

awaitable<http_response> oee_of_all(live_view* live, query_thread* queries, http_call call) {
    oee_query asked;
    if (std::string wrong = read_oee_query(call, wall_now(), asked); !wrong.empty()) co_return problem(400, wrong);
    auto machines = co_await live->machines();
    co_return co_await show(queries, std::move(asked), std::move(machines), true);
}

awaitable<http_response> oee_of_one(live_view* live, query_thread* queries, http_call call) {
    oee_query asked;
    if (std::string wrong = read_oee_query(call, wall_now(), asked); !wrong.empty()) co_return problem(400, wrong);
    asked.serial = call.parameters[0];
    std::vector<machine_snapshot> machines;
    if (auto found = co_await live->machine(asked.serial)) machines.push_back(std::move(*found));
    const bool known = !machines.empty();
    co_return co_await show(queries, std::move(asked), std::move(machines), known);
}

}  // namespace

std::vector<http_route> oee_routes(const api_parts& parts) {
    auto keys = window_keys();
    keys[0].meaning = "8 hours before `to` if missing; ISO-8601, UTC without a zone";
    keys[1].meaning = "now if missing, and not part of the window; ISO-8601, UTC without a zone";
    keys.push_back({"short_stops", R"({"enum":["availability","performance"],"default":"availability"})",
                    "what stops below five minutes are a loss of"});
    keys.push_back({"change_over", R"({"enum":["loss","planned"],"default":"loss"})",
                    "planned: set-up and start-up are no planned time"});
    const auto fields = [] { return fields_of(oee_figures{}, production_request{}); };
    auto* live = parts.live;
    auto* queries = parts.storage->report_queries();
    return {{.method = "GET",
             .pattern = "/api/v1/oee",
             .summary = "Overall equipment effectiveness of all machines in a window, and its factors; null where "
                        "there is nothing to judge by",
             .query = keys,
             .fields = fields,
             .handler = [=](http_call call) { return oee_of_all(live, queries, std::move(call)); }},
            {.method = "GET",
             .pattern = "/api/v1/machines/{serial}/oee",
             .summary = "The same of one machine",
             .query = keys,
             .fields = fields,
             .handler = [=](http_call call) { return oee_of_one(live, queries, std::move(call)); }}};
}

}  // namespace husky::host
