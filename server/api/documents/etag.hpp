#pragma once

#include <string>
#include <string_view>

#include "server/http/message.hpp"

namespace husky::host {

/// Names the content of an answer, so that a client may ask whether it is still the same (If-None-Match; the router
/// answers). `name` has neither quotes nor control characters: a digest. Weak, for the answer may be packed or not.
inline void put_etag(http_response& answer, std::string_view name) {
    answer.headers.emplace_back("ETag", "W/\"" + std::string(name) + '"');
}

}  // namespace husky::host
