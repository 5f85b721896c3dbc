#pragma once

#include <string>

namespace husky::protocol {

/// The tables of PROTOCOL.md, one section for each link, as Markdown. The page holds them between two marker lines; a
/// test compares them.
std::string catalogue_page();

}  // namespace husky::protocol
