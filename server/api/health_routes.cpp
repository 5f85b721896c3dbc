#include <utility>

#include "protocol/messages/value.hpp"
#include "server/api/api.hpp"
#include "server/api/metrics_text.hpp"
#include "server/http/json_fields.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

std::vector<std::string> all_problems(const api_parts& parts) {
    std::vector<std::string> all = parts.live->problems();
    const store_health health = parts.storage->health();
    if (!health.ok) all.push_back("store: " + health.problem);
    return all;
}

std::string as_array(const std::vector<std::string>& problems) {
    std::string out = "[";
    for (const std::string& each : problems) {
        if (out.size() > 1) out += ',';
        protocol::append_json_string(out, each);
    }
    return out + ']';
}

void describe_life(field_sink& into, std::string_view status, const api_parts& parts) {
    into.text("status", status);
    into.text("version", parts.version);
}

void describe_health(field_sink& into, std::string_view status, const api_parts& parts,
                     const std::vector<std::string>& problems) {
    describe_life(into, status, parts);
    into.json("problems", as_array(problems), json_kind::array);
}

http_response health_document(const api_parts& parts, std::string_view status,
                              const std::vector<std::string>& problems) {
    http_response response;
    json_fields document(response.body);
    describe_health(document, status, parts, problems);
    document.close();
    return response;
}

awaitable<http_response> alive(api_parts parts) {
    http_response response;
    json_fields document(response.body);
    describe_life(document, "ok", parts);
    document.close();
    co_return response;
}

awaitable<http_response> ready(api_parts parts) {
    const std::vector<std::string> problems = all_problems(parts);
    http_response response = health_document(parts, problems.empty() ? "ok" : "failing", problems);
    if (!problems.empty()) response.status = 503;
    co_return response;
}

awaitable<http_response> healthy(api_parts parts) {
    const std::vector<std::string> problems = all_problems(parts);
    co_return health_document(parts, problems.empty() ? "ok" : "degraded", problems);
}

void describe_version(field_sink& into, const api_parts& parts) {
    into.text("name", "husky-host");
    into.text("version", parts.version);
}

awaitable<http_response> version(api_parts parts) {
    http_response response;
    json_fields document(response.body);
    describe_version(document, parts);
    document.close();
    co_return response;
}

awaitable<http_response> metrics(api_parts parts) {
    http_response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    std::vector<const counters*> counted = parts.live->all_counters();
    counted.push_back(&parts.transfers->counted());
    response.body = metrics_text(counted, parts.storage->health(), parts.live->faults(), parts.version);
    co_return response;
}

}  // namespace

std::vector<http_route> health_routes(const api_parts& parts) {
    const auto health_fields = [](field_sink& into) { describe_health(into, "", {}, {}); };
    std::vector<http_route> routes;
    routes.push_back({.method = "GET",
                      .pattern = "/livez",
                      .summary = "The process runs and answers",
                      .open = true,
                      .fields = [](field_sink& into) { describe_life(into, "", {}); },
                      .handler = [parts](const http_call&) { return alive(parts); }});
    routes.push_back({.method = "GET",
                      .pattern = "/readyz",
                      .summary = "Machines are served and their reports are stored; 503 says what is wrong",
                      .open = true,
                      .also = 503,
                      .fields = health_fields,
                      .handler = [parts](const http_call&) { return ready(parts); }});
    routes.push_back({.method = "GET",
                      .pattern = "/healthz",
                      .summary = "As /readyz, but 200 as long as the process answers: status is ok or degraded",
                      .open = true,
                      .fields = health_fields,
                      .handler = [parts](const http_call&) { return healthy(parts); }});
    routes.push_back({.method = "GET",
                      .pattern = "/version",
                      .summary = "Name and version of the program",
                      .open = true,
                      .fields = [](field_sink& into) { describe_version(into, {}); },
                      .handler = [parts](const http_call&) { return version(parts); }});
    routes.push_back({.method = "GET",
                      .pattern = "/metrics",
                      .summary = "Counters in the text format of Prometheus",
                      .answers = answer_kind::text,
                      .fields = {},
                      .handler = [parts](const http_call&) { return metrics(parts); }});
    return routes;
}

}  // namespace husky::host
