#pragma once

#include <string>

namespace husky::protocol {

/// The tables of PROTOCOL.md, one section for each link, as Markdown.
std::string catalogue_page();

}  // namespace husky::protocol
