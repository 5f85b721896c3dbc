#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/guard.hpp"
#include "server/http/route.hpp"

namespace husky::host {

/// Finds the route of a request and says what is wrong where there is none: 400 for a target that cannot be read or a
/// parameter that the route does not take, 421 for a host of another name, 401 without the token, 403 for a page of
/// another origin that does more than read, 404, 405 with Allow, 415 for a body that is not JSON where JSON is needed,
/// 500 for a handler that threw, 304 for what the client has already. HEAD is answered as GET; the sender of the
/// response leaves out its body.
class http_router {
  public:
    http_router(std::vector<http_route> routes, http_guard guard);

    /// Completes with a response, never throws. Many may run at once. The router must outlive it.
    boost::asio::awaitable<http_response> handle(http_request request) const;

    /// Bytes that the body of a request may have, if its route takes more than others; else 0. Looks at the head only.
    /// A client that may not use the API may not send more either.
    [[nodiscard]] std::uint64_t max_body(const http_request& head) const;

    [[nodiscard]] const std::vector<http_route>& routes() const { return routes_; }

  private:
    struct found_route {
        const http_route* route = nullptr;  ///< null if there is none
        std::vector<std::string> parameters;
        std::string allowed;  ///< methods that the path has
    };
    [[nodiscard]] found_route find(std::string_view method, const http_target& target) const;
    [[nodiscard]] std::optional<http_response> refuse(const http_request& request, const http_target& target,
                                                      const found_route& found) const;

    std::vector<http_route> routes_;
    http_guard guard_;
};

}  // namespace husky::host
