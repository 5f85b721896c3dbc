#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.hpp"

namespace husky::host {

/// Who may use the API, and by which names. Without a token that is every client but a page of another origin.
class http_guard {
  public:
    /// Every client, by an IP address or as localhost.
    http_guard() = default;
    explicit http_guard(std::string token);

    /// By the rules of the command line: a token file is always obeyed; without one the address must be loopback unless
    /// `unsafe`. `hosts` are further names of this host. Throws std::runtime_error with one line that never holds the
    /// token.
    static http_guard by_rules(const std::string& bind_address, const std::string& token_file, bool unsafe,
                               std::vector<std::string> hosts = {});

    /// Whether the request has the token: in its Authorization header or, as a WebSocket of a browser can have none, in
    /// the subprotocol husky.token.BASE64URL of an upgrade. Takes the same time wherever a wrong token differs.
    [[nodiscard]] bool admits(const http_request& request) const;
    /// Whether the request asks this host by one of its names.
    [[nodiscard]] bool is_meant(const http_request& request) const;
    /// Whether the request, which is admitted, comes from a page of another origin and does more than read: a browser
    /// sends what a page says, but it has no token.
    [[nodiscard]] bool is_driven_by_page(const http_request& request) const;

  private:
    std::optional<std::string> token_;
    std::string subprotocol_;  ///< that has the token
    std::vector<std::string> hosts_;
};

}  // namespace husky::host
