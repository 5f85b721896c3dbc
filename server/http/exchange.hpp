#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/fields.hpp>
#include <optional>
#include <utility>

#include "link/net/timed_stream.hpp"
#include "server/http/message.hpp"
#include "server/http/server.hpp"

/// One request and one response on a connection, in types of Beast.
namespace husky::host {

/// Counts one request among those with a large body as long as it lives.
class large_body {
  public:
    explicit large_body(std::size_t& count) : count_(&count) { ++count; }
    large_body(large_body&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    large_body& operator=(large_body&&) = delete;
    ~large_body() {
        if (count_ != nullptr) --*count_;
    }

  private:
    std::size_t* count_;
};

/// What a request may be like.
struct request_rules {
    const http_limits& limits;
    const http_server::body_rule& bodies;  ///< may be empty
    std::size_t& large;                    ///< requests with a large body at present
};

struct received_request {
    http_request request;
    unsigned version = 11;
    bool keep_alive = false;
    boost::beast::http::fields header;     ///< of a request for an upgrade
    std::optional<http_response> refusal;  ///< set if the request could not be read but the client can be told
    std::optional<large_body> large;       ///< set if its body is larger than usual
};

/// Reads one request. Completes with nothing if the connection is over or silent. Ends early when the socket is closed.
boost::asio::awaitable<std::optional<received_request>> read_request(link::timed_stream& stream,
                                                                     boost::beast::flat_buffer& buffer,
                                                                     request_rules rules);

/// Sends a response. Completes with whether the connection may go on. Ends early when the socket is closed.
boost::asio::awaitable<bool> write_response(link::timed_stream& stream, const received_request& to,
                                            http_response response, bool keep_alive, const http_limits& limits);

}  // namespace husky::host
