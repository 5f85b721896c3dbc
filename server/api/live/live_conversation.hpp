#pragma once

#include "server/api/live/live_service.hpp"
#include "server/http/connection/web_socket.hpp"

namespace husky::host {

/// A client of the live feed on its WebSocket: gets each message, or one for several ticks if it is slow. What it says
/// is not looked at.
class live_conversation {
  public:
    /// A client that takes longer for one message is dropped.
    static constexpr std::chrono::seconds max_send{30};

    explicit live_conversation(const boost::asio::any_io_executor& executor) : news_(executor) {}
    live_conversation(const live_conversation&) = delete;
    live_conversation& operator=(const live_conversation&) = delete;

    /// False if it may not watch now.
    bool join(live_service& service, live_request asked);
    /// Completes when the socket is over. Does not throw for what a client does. Once, after join().
    boost::asio::awaitable<void> run(web_socket& socket);

  private:
    boost::asio::awaitable<void> send_news(web_socket& socket);
    boost::asio::awaitable<void> read_on(web_socket& socket);
    void wake();

    link::notice news_;
    web_socket* socket_ = nullptr;  ///< while it is open
    std::optional<std::chrono::steady_clock::time_point> sending_since_;
    std::unique_ptr<live_client> client_;
    bool gone_ = false;
};

}  // namespace husky::host
