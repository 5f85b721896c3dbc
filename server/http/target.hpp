#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace husky::host {

/// A request target taken apart: "/a/b%20c?limit=5" is segments {"a", "b c"} and query {{"limit", "5"}}.
struct http_target {
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> query;

    /// First value of that name; null if there is none.
    [[nodiscard]] const std::string* find(std::string_view name) const;
};

/// Empty for other than an origin-form target, a broken escape, text that is not UTF-8, and control characters.
std::optional<http_target> parse_target(std::string_view text);

/// Whatever is no plain letter or digit is escaped: for a value of a query (RFC 3986) and of a header (RFC 8187).
std::string percent_encoded(std::string_view utf_8);

/// Splits a path at its slashes: "/a/b" is {"a", "b"}, "/" is {""}.
std::vector<std::string_view> split_path(std::string_view path);

}  // namespace husky::host
