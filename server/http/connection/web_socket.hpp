#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "link/net/timed_stream.hpp"
#include "server/http/connection/exchange.hpp"

namespace husky::host {

/// A WebSocket on a connection of the HTTP server. A silent client gets a ping and is dropped if it does
/// not answer; one message at a time is sent, so that nothing queues for a slow client. One thread.
class web_socket {
  public:
    /// `stream` must outlive it.
    web_socket(link::timed_stream& stream, const http_limits& limits);

    /// Answers the request for the upgrade. Completes with whether the WebSocket is open.
    boost::asio::awaitable<bool> accept(const received_request& asked);
    /// Completes with whether the text was handed to the network; false when the socket is over. One at a time; beside
    /// one receive().
    boost::asio::awaitable<bool> send(std::string_view text);
    /// The client's next message; nothing when the socket is over or the message too long. One at a time.
    boost::asio::awaitable<std::optional<std::string>> receive();
    /// Closes in order; receive() completes. Not during send().
    boost::asio::awaitable<void> close(std::string_view why);
    /// Ends it at once; what is under way completes.
    void drop();

  private:
    boost::beast::websocket::stream<link::timed_stream&, false> stream_;
    boost::beast::flat_buffer message_;
};

}  // namespace husky::host
