#include "server/api/api.hpp"

#include <iterator>
#include <memory>
#include <utility>

#include "server/api/openapi.hpp"

namespace husky::host {

namespace {

void append(std::vector<http_route>& to, std::vector<http_route> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

boost::asio::awaitable<http_response> json_text(std::shared_ptr<const std::string> text) {
    http_response response;
    response.body = *text;
    co_return response;
}

}  // namespace

std::vector<http_route> all_routes(const api_parts& parts) {
    std::vector<http_route> routes = health_routes(parts);
    append(routes, machine_routes(parts));
    append(routes, history_routes(parts));
    append(routes, question_routes(parts));
    append(routes, setup_routes(parts));
    append(routes, print_routes(parts));
    append(routes, display_routes(parts));
    append(routes, live_routes(parts));
    append(routes, fault_routes(parts));
    append(routes, forget_routes(parts));
    append(routes, trace_routes(parts));
    append(routes, scenario_routes(parts));
    const auto description = std::make_shared<std::string>();
    routes.push_back({.method = "GET",
                      .pattern = "/openapi.json",
                      .summary = "This description",
                      .handler = [description](const http_call&) { return json_text(description); }});
    *description = openapi_document(routes, parts.version);
    return routes;
}

}  // namespace husky::host
