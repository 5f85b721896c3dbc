#include <utility>

#include "protocol/messages/value.hpp"
#include "server/api/api.hpp"
#include "server/api/metrics_text.hpp"
#include "server/http/field_list.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

field_list life(const api_parts& parts, std::string_view status) {
    field_list into;
    into.text("status", status);
    into.text("version", parts.version);
    return into;
}

/// The store says what is wrong; nothing else keeps a host that answers from its work.
field_list health(const api_parts& parts, const store_health& store, std::string_view if_bad) {
    std::vector<std::string> problems;
    if (!store.ok) problems.push_back("store: " + store.problem);
    field_list into = life(parts, store.ok ? "ok" : if_bad);
    into.json("problems", json_array(problems, protocol::append_json_string), answer_field::type::array);
    return into;
}

field_list version_of(const api_parts& parts) {
    field_list into;
    into.text("name", "husky-host");
    into.text("version", parts.version);
    return into;
}

awaitable<http_response> alive(api_parts parts) { co_return json_document(life(parts, "ok")); }

awaitable<http_response> ready(api_parts parts) {
    const store_health store = parts.storage->health();
    auto response = json_document(health(parts, store, "failing"));
    if (!store.ok) response.status = 503;
    co_return response;
}

awaitable<http_response> healthy(api_parts parts) {
    co_return json_document(health(parts, parts.storage->health(), "degraded"));
}

awaitable<http_response> version(api_parts parts) { co_return json_document(version_of(parts)); }

awaitable<http_response> metrics(api_parts parts) {
    http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    std::vector<const counters*> counted = parts.live->all_counters();
    counted.push_back(&parts.transfers->counted());
    response.body =
        metrics_text(counted, parts.storage->health(), parts.storage->lag(), parts.live->faults(), parts.version);
    co_return response;
}

}  // namespace

std::vector<http_route> health_routes(const api_parts& parts) {
    const auto health_fields = [] { return health({}, {}, ""); };
    return {{.method = "GET",
             .pattern = "/livez",
             .summary = "The process runs and answers",
             .open = true,
             .any_name = true,
             .fields = [] { return life({}, ""); },
             .handler = [parts](const http_call&) { return alive(parts); }},
            {.method = "GET",
             .pattern = "/readyz",
             .summary = "Machines are served and their reports are stored; 503 says what is wrong",
             .open = true,
             .any_name = true,
             .also = 503,
             .fields = health_fields,
             .handler = [parts](const http_call&) { return ready(parts); }},
            {.method = "GET",
             .pattern = "/healthz",
             .summary = "As /readyz, but 200 as long as the process answers: status is ok or degraded",
             .open = true,
             .any_name = true,
             .fields = health_fields,
             .handler = [parts](const http_call&) { return healthy(parts); }},
            {.method = "GET",
             .pattern = "/version",
             .summary = "Name and version of the program",
             .open = true,
             .any_name = true,
             .fields = [] { return version_of({}); },
             .handler = [parts](const http_call&) { return version(parts); }},
            {.method = "GET",
             .pattern = "/metrics",
             .summary = "Counters in the text format of Prometheus",
             .any_name = true,
             .answers = answer_kind::text,
             .handler = [parts](const http_call&) { return metrics(parts); }}};
}

}  // namespace husky::host
