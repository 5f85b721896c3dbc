#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace husky::protocol {

/// The tables of PROTOCOL.md, one section for each link, as Markdown.
std::string catalogue_page();

/// `page` with the present tables between its two marker lines; empty if it lacks them. A test compares the two.
std::optional<std::string> with_catalogue(std::string_view page);

}  // namespace husky::protocol
