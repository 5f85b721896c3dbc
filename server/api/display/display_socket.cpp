#include "server/api/display/display_socket.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "protocol/messages/value.hpp"
#include "server/api/display/key_message.hpp"

namespace husky::host {

namespace {

using boost::asio::awaitable;

/// The shortest time between two pictures for a client: a faster rate would not be visible.
constexpr std::chrono::milliseconds pace{10};

/// Errors that wait for a client; it is not told of further ones.
constexpr std::size_t max_complaints = 8;

}  // namespace

awaitable<void> display_conversation::run(web_socket& socket) {
    using namespace boost::asio::experimental::awaitable_operators;
    co_await (send_news(socket) && take_keys(socket));
}

awaitable<void> display_conversation::send_news(web_socket& socket) {
    link::asio::steady_timer rest(co_await boost::asio::this_coro::executor);
    while (!gone_) {
        if (!co_await send_complaints(socket)) break;
        if (view_->over()) {
            co_await socket.close("the display link is over");
            break;
        }
        if (!view_->has_news()) {
            co_await news_->wait();
            continue;
        }
        const auto picture = view_->take_json();
        if (!co_await socket.send(*picture)) break;
        rest.expires_after(pace);
        co_await rest.async_wait(link::as_result);
    }
    gone_ = true;
    view_->leave();
    socket.drop();
}

awaitable<bool> display_conversation::send_complaints(web_socket& socket) {
    while (!complaints_.empty()) {
        const std::string complaint = std::move(complaints_.front());
        complaints_.pop_front();
        if (!co_await socket.send(complaint)) co_return false;
    }
    co_return true;
}

awaitable<void> display_conversation::take_keys(web_socket& socket) {
    while (!gone_) {
        std::optional<std::string> message = co_await socket.receive();
        if (!message) break;
        co_await press(std::move(*message));
    }
    gone_ = true;
    socket.drop();
    news_->give();
}

awaitable<void> display_conversation::press(std::string message) {
    const auto parsed = parse_key_message(message);
    if (const auto* wrong = std::get_if<std::string>(&parsed)) {
        complain(*wrong);
        co_return;
    }
    const auto display = view_->link();
    const bool sent = display && co_await live_.press(*display, std::get<std::uint16_t>(parsed));
    if (!sent) complain("the machine does not take keys now");
}

void display_conversation::complain(std::string_view what) {
    if (complaints_.size() >= max_complaints) return;
    std::string complaint = R"({"error":)";
    protocol::append_json_string(complaint, what);
    complaints_.push_back(complaint + '}');
    news_->give();
}

}  // namespace husky::host
