#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "link/net/timed_stream.hpp"
#include "server/http/connection/request_reader.hpp"

/// One request and one response on a connection.
namespace husky::host {

/// Reads one request. Completes with nothing if the connection is over or silent. Ends early when the socket is closed.
boost::asio::awaitable<std::optional<received_request>> read_request(link::timed_stream& stream,
                                                                     boost::beast::flat_buffer& buffer,
                                                                     request_rules rules);

/// Sends a response. Completes with whether the connection may go on. Ends early when the socket is closed.
boost::asio::awaitable<bool> write_response(link::timed_stream& stream, const received_request& to,
                                            http_response response, bool keep_alive, const http_limits& limits);

}  // namespace husky::host
