#include "server/api/api.hpp"

#include <iterator>
#include <memory>
#include <utility>

#include "server/api/documents/etag.hpp"
#include "server/api/openapi.hpp"
#include "server/setups/sha256.hpp"

namespace husky::host {

namespace {

void append(std::vector<http_route>& to, std::vector<http_route> more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The API's own description.
struct description {
    std::string text, sha256;
};

boost::asio::awaitable<http_response> show(std::shared_ptr<const description> of) {
    http_response response;
    response.body = of->text;
    put_etag(response, of->sha256);
    response.headers.emplace_back("Cache-Control", "no-cache");  // a browser may keep it, if it asks each time
    co_return response;
}

}  // namespace

std::vector<http_route> all_routes(const api_parts& parts) {
    std::vector<http_route> routes = health_routes(parts);
    append(routes, machine_routes(parts));
    append(routes, history_routes(parts));
    append(routes, oee_routes(parts));
    append(routes, question_routes(parts));
    append(routes, setup_routes(parts));
    append(routes, print_routes(parts));
    append(routes, display_routes(parts));
    append(routes, live_routes(parts));
    append(routes, fault_routes(parts));
    append(routes, forget_routes(parts));
    append(routes, trace_routes(parts));
    append(routes, scenario_routes(parts));
    append(routes, host_routes(parts));
    const auto described = std::make_shared<description>();
    routes.push_back({.method = "GET",
                      .pattern = "/openapi.json",
                      .summary = "This description",
                      .handler = [described](const http_call&) { return show(described); }});
    described->text = openapi_document(routes, parts.version);
    described->sha256 = sha256_hex(described->text);
    return routes;
}

}  // namespace husky::host
