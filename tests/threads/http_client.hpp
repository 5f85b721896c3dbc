#pragma once

#include <string>

namespace husky::test {

struct http_reply {
    int status = 0;
    std::string body;
};

/// One request on a connection of its own; `address` is "127.0.0.1:8310". Blocks until it is answered. Throws
/// std::exception where it cannot be.
http_reply ask_http(const std::string& address, const std::string& method, const std::string& target,
                    const std::string& body = {}, const std::string& accept = {});

/// Sends a text of one line to a print queue (RFC 1179). True if the server took it.
bool print_text(const std::string& address, const std::string& queue, const std::string& line);

}  // namespace husky::test
