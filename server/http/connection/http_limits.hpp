#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "server/http/message.hpp"

namespace husky::host {

/// Bounds of the HTTP server; a client that passes one is answered, where it can be, and closed.
struct http_limits {
    std::size_t max_connections = 128;     ///< one more is answered 503 and closed, one above twice as many just closed
    std::uint32_t max_header = 16 * 1024;  ///< bytes of request line and header; past it 431
    std::uint64_t max_body = std::uint64_t{64} << 10;  ///< bytes, unless the route takes more; past it 413
    std::size_t max_large = 8;       ///< requests with a body above max_body at one time; one more is answered 503
    double max_request_rate = 1000;  ///< requests a second of one client, and twice as many at once; past it 429
    std::chrono::seconds read_timeout{15};   ///< for a whole request, also waiting for the next one
    std::chrono::seconds write_timeout{30};  ///< for a whole response
    std::chrono::nanoseconds socket_idle{std::chrono::seconds(30)};  ///< a WebSocket's client is asked after half of it
    std::size_t max_socket_message = 1024;  ///< bytes from a WebSocket's client; past it the socket ends
};

/// Bytes that the body may have, by the head of the request; less than http_limits allow does not count.
using body_rule = std::function<std::uint64_t(const http_request& head)>;

}  // namespace husky::host
