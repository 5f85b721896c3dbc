#pragma once

#include "server/http/problem.hpp"
#include "server/store/query.hpp"

namespace husky::host {

/// Why there is nothing to show for a query of a store; empty if there is. `missing` says what does not exist.
template <class T>
std::optional<http_response> query_problem(const answer<std::optional<T>>& found, std::string_view missing) {
    if (found.has_value() && found->has_value()) return std::nullopt;
    if (!found.has_value() && found.error().why == query_error::reason::unavailable)
        return problem(503, found.error().problem);
    return problem(404, missing);
}

}  // namespace husky::host
