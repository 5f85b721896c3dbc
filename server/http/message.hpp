#pragma once

#include <string>
#include <utility>
#include <vector>

namespace husky::host {

/// What handlers see of a request; independent of how it came.
struct http_request {
    std::string method = "GET";
    std::string target;
    std::string accept;
    std::string authorization;
    std::string body;
};

struct http_response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

}  // namespace husky::host
