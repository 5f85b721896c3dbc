#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/route.hpp"

namespace husky::host {

/// The OpenAPI 3.1 description of these routes, as JSON.
std::string openapi_document(const std::vector<http_route>& routes, std::string_view version);

}  // namespace husky::host
