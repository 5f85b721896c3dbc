#include "server/http/router.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "log/log.hpp"
#include "server/http/page_rules.hpp"
#include "server/http/problem.hpp"

namespace husky::host {

namespace {

/// Values of the pattern's parameters if the path follows it.
std::optional<std::vector<std::string>> match(std::string_view pattern, const std::vector<std::string>& path) {
    const std::vector<std::string_view> wanted = split_path(pattern);
    if (wanted.size() != path.size()) return std::nullopt;
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (wanted[i].starts_with('{')) {
            if (path[i].empty()) return std::nullopt;
            parameters.push_back(path[i]);
        } else if (wanted[i] != path[i]) {
            return std::nullopt;
        }
    }
    return parameters;
}

std::string known_keys(const http_route& route) {
    if (route.query.empty()) return "this takes none";
    std::string out = "known here: ";
    for (const query_key& each : route.query) {
        if (&each != route.query.data()) out += ", ";
        out += each.name;
    }
    return out;
}

/// What is wrong with the names of the parameters; empty if nothing is.
std::string query_problem(const http_route& route, const http_target& target) {
    for (const auto& [name, value] : target.query) {
        const auto is_it = [&name = name](const auto& each) { return name == each.name; };
        if (std::none_of(route.query.begin(), route.query.end(), is_it))
            return "unknown query parameter '" + name + "'; " + known_keys(route);
        if (target.find(name) != &value) return name + ": given more than once";
    }
    return {};
}

http_response with_header(http_response response, std::string name, std::string value) {
    response.headers.emplace_back(std::move(name), std::move(value));
    return response;
}

/// An answer to a read whose ETag is among those that the client knows, by its If-None-Match, becomes 304 without its
/// body (RFC 9110, 13.1.2).
void leave_out_known(std::string_view method, std::string_view known, http_response& answer) {
    if (known.empty() || answer.status != 200 || (method != "GET" && method != "HEAD")) return;
    const auto is_etag = [](const auto& header) { return header.first == "ETag"; };
    const auto found = std::find_if(answer.headers.begin(), answer.headers.end(), is_etag);
    if (found == answer.headers.end()) return;
    // With its quotes it can only be a whole tag of the list; whether either is weak does not matter to a read.
    const std::string_view tag = std::string_view(found->second).substr(found->second.starts_with("W/") ? 2 : 0);
    if (known != "*" && known.find(tag) == std::string_view::npos) return;
    answer.status = 304;
    answer.body.clear();
    std::erase_if(answer.headers, [](const auto& header) { return header.first == "Content-Encoding"; });
}

}  // namespace

http_router::http_router(std::vector<http_route> routes, http_guard guard)
    : routes_(std::move(routes)), guard_(std::move(guard)) {}

std::uint64_t http_router::max_body(const http_request& head) const {
    const std::optional<http_target> target = parse_target(head.target);
    if (!target || !guard_.is_meant(head) || !guard_.admits(head)) return 0;
    for (const http_route& route : routes_)
        if (route.max_body > 0 && route.method == head.method && match(route.pattern, target->segments))
            return route.max_body;
    return 0;
}

http_router::found_route http_router::find(std::string_view method, const http_target& target) const {
    if (method == "HEAD") method = "GET";
    found_route found;
    for (const http_route& route : routes_) {
        auto matched = match(route.pattern, target.segments);
        if (!matched) continue;
        if (route.method == method) return {&route, std::move(*matched), {}};
        if (!found.allowed.empty()) found.allowed += ", ";
        found.allowed += route.method;
    }
    return found;
}

std::optional<http_response> http_router::refuse(const http_request& request, const http_target& target,
                                                 const found_route& found) const {
    const http_route* route = found.route;
    if (!guard_.is_meant(request) && (route == nullptr || !route->any_name))
        return problem(421,
                       "this host does not answer to that name; ask by its IP address, or list the name in http.hosts");
    if (!guard_.admits(request) && (route == nullptr || !route->open))
        return with_header(problem(401, "this needs 'Authorization: Bearer' and the host's token"), "WWW-Authenticate",
                           "Bearer");
    if (guard_.is_driven_by_page(request))
        return problem(403, "a page of another origin may not do this without a token");
    if (route == nullptr && found.allowed.empty()) return problem(404, "there is nothing here");
    if (route == nullptr)
        return with_header(problem(405, "this can be asked with " + found.allowed + " only"), "Allow", found.allowed);
    if (!route->body_schema.empty() && !request.body.empty() && !is_json(request.content_type))
        return problem(415, "the body must be JSON and say so: Content-Type: application/json");
    if (std::string wrong = query_problem(*route, target); !wrong.empty()) return problem(400, wrong);
    return std::nullopt;
}

boost::asio::awaitable<http_response> http_router::handle(http_request request) const {
    std::optional<http_target> target = parse_target(request.target);
    if (!target) co_return problem(400, "the target has a broken escape or is not UTF-8 text");
    found_route found = find(request.method, *target);
    request.upgrade = request.upgrade && found.route != nullptr && found.route->socket && request.method == "GET";
    if (auto refused = refuse(request, *target, found)) co_return std::move(*refused);
    try {
        const std::string method = request.method, known = request.if_none_match;
        http_call call{std::move(request), std::move(*target), std::move(found.parameters)};
        http_response answer = co_await found.route->handler(std::move(call));
        leave_out_known(method, known, answer);
        co_return answer;
    } catch (const std::exception& failed) {
        log::error("http {}: {}", found.route->pattern, failed.what());
    }
    co_return problem(500, "the host could not answer; its log may say why");
}

}  // namespace husky::host
