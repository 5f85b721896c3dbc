#include "server/http/router.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <optional>
#include <utility>

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

/// A browser opens WebSockets for any page, and without a token nothing else tells ours from others.
bool is_foreign(const http_request& request) {
    if (request.origin.empty()) return false;
    const auto scheme_end = request.origin.find("://");
    return scheme_end == std::string::npos || request.origin.substr(scheme_end + 3) != request.host;
}

}  // namespace

http_router::http_router(std::vector<http_route> routes, http_guard guard)
    : routes_(std::move(routes)), guard_(std::move(guard)) {}

std::uint64_t http_router::max_body(const http_request& head) const {
    const std::optional<http_target> target = parse_target(head.target);
    if (!target || !guard_.admits(head.authorization)) return 0;
    for (const http_route& route : routes_)
        if (route.max_body > 0 && route.method == head.method && match(route.pattern, target->segments))
            return route.max_body;
    return 0;
}

boost::asio::awaitable<http_response> http_router::handle(http_request request) const {
    std::optional<http_target> target = parse_target(request.target);
    if (!target) co_return problem(400, "the target has a broken escape or is no UTF-8 text");

    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
    const http_route* found = nullptr;
    std::vector<std::string> parameters;
    std::string allowed;
    for (const http_route& route : routes_) {
        auto matched = match(route.pattern, target->segments);
        if (!matched) continue;
        if (route.method == method) {
            found = &route;
            parameters = std::move(*matched);
            break;
        }
        if (!allowed.empty()) allowed += ", ";
        allowed += route.method;
    }
    const bool open = found != nullptr && found->open;
    if (!open && !guard_.admits(request.authorization)) {
        http_response refused = problem(401, "this needs 'Authorization: Bearer' and the host's token");
        refused.headers.emplace_back("WWW-Authenticate", "Bearer");
        co_return refused;
    }
    if (found == nullptr && allowed.empty()) co_return problem(404, "there is nothing here");
    if (found == nullptr) {
        http_response refused = problem(405, "this can be asked with " + allowed + " only");
        refused.headers.emplace_back("Allow", allowed);
        co_return refused;
    }
    request.upgrade = request.upgrade && found->socket && request.method == "GET";
    if (request.upgrade && is_foreign(request)) co_return problem(403, "a page of another origin may not do this");
    try {
        http_call call{std::move(request), std::move(*target), std::move(parameters)};
        co_return co_await found->handler(std::move(call));
    } catch (const std::exception& failed) {
        spdlog::error("http {}: {}", found->pattern, failed.what());
    }
    co_return problem(500, "the host could not answer; its log may say why");
}

}  // namespace husky::host
