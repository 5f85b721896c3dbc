#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/fields.hpp>
#include <optional>

#include "server/http/message.hpp"
#include "server/http/server.hpp"

/// One request and one response on a connection, in the words of Beast.
namespace husky::host {

struct received_request {
    http_request request;
    unsigned version = 11;
    bool keep_alive = false;
    boost::beast::http::fields header;     ///< of a request for an upgrade
    std::optional<http_response> refusal;  ///< set if the request could not be read but the client can be told
};

/// Reads one request. Completes with nothing if the connection is over or silent. Ends early when the socket is closed.
boost::asio::awaitable<std::optional<received_request>> read_request(boost::beast::tcp_stream& stream,
                                                                     boost::beast::flat_buffer& buffer,
                                                                     const http_limits& limits);

/// Sends a response. Completes with whether the connection may go on. Ends early when the socket is closed.
boost::asio::awaitable<bool> write_response(boost::beast::tcp_stream& stream, const received_request& to,
                                            http_response response, bool keep_alive, const http_limits& limits);

}  // namespace husky::host
