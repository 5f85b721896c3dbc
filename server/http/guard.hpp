#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace husky::host {

/// Who may use the API: anybody, or who shows the token.
class http_guard {
  public:
    /// Anybody.
    http_guard() = default;
    explicit http_guard(std::string token) : token_(std::move(token)) {}

    /// By the rules of the command line: a token file is always obeyed; without one the address must be loopback unless
    /// `unsafe`. Throws std::runtime_error with one line that never holds the token.
    static http_guard by_rules(const std::string& bind_address, const std::string& token_file, bool unsafe);

    /// Whether this Authorization header opens the API. Takes the same time wherever a wrong token differs.
    [[nodiscard]] bool admits(std::string_view authorization) const;

  private:
    std::optional<std::string> token_;
};

}  // namespace husky::host
