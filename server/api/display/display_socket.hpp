#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <deque>
#include <string>

#include "link/asio/notice.hpp"
#include "server/http/connection/web_socket.hpp"
#include "server/live/live_view.hpp"

namespace husky::host {

/// A client that watches a machine's screen: gets each picture as JSON, or only the newest if it is too slow, and
/// presses keys. Wrong messages are answered with {"error":"..."}, and the WebSocket stays.
class display_conversation {
  public:
    /// `news` is what the view wakes; both are of the thread of `live`.
    display_conversation(live_view& live, std::shared_ptr<link::notice> news, std::unique_ptr<display_view> view)
        : live_(live), news_(std::move(news)), view_(std::move(view)) {}

    /// Completes when the socket or the display link is over. Does not throw for what a client does. Once.
    boost::asio::awaitable<void> run(web_socket& socket);

  private:
    boost::asio::awaitable<void> send_news(web_socket& socket);
    boost::asio::awaitable<bool> send_complaints(web_socket& socket);
    boost::asio::awaitable<void> take_keys(web_socket& socket);
    boost::asio::awaitable<void> press(std::string message);
    void complain(std::string_view what);

    live_view& live_;
    std::shared_ptr<link::notice> news_;
    std::unique_ptr<display_view> view_;
    std::deque<std::string> complaints_;
    bool gone_ = false;
};

}  // namespace husky::host
