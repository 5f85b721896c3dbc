#pragma once

#include <span>
#include <vector>

#include "server/http/route.hpp"
#include "server/web/page.hpp"

namespace husky::host {

/// A route for each file, open to everybody: what the page shows it asks the API for. With no files "/" says in a line
/// of text that there is no page. What the files refer to must outlive the routes.
std::vector<http_route> page_routes(std::span<const web_file> files);

}  // namespace husky::host
