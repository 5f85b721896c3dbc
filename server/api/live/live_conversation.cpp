#include "server/api/live/live_conversation.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace husky::host {

using boost::asio::awaitable;

bool live_conversation::join(live_service& service, live_request asked) {
    client_ = service.join(std::move(asked), [this] { wake(); });
    return client_ != nullptr;
}

void live_conversation::wake() {
    news_.give();
    const bool stuck = sending_since_ && std::chrono::steady_clock::now() - *sending_since_ > max_send;
    if (stuck && socket_ != nullptr) socket_->drop();
}

awaitable<void> live_conversation::run(web_socket& socket) {
    using namespace boost::asio::experimental::awaitable_operators;
    socket_ = &socket;
    co_await (send_news(socket) && read_on(socket));
    socket_ = nullptr;
}

awaitable<void> live_conversation::send_news(web_socket& socket) {
    while (!gone_) {
        const auto message = client_->next();
        if (!message) {
            co_await news_.wait();
            continue;
        }
        sending_since_ = std::chrono::steady_clock::now();
        const bool sent = co_await socket.send(*message);
        sending_since_.reset();
        if (!sent) break;
    }
    gone_ = true;
    client_.reset();
    socket.drop();
}

awaitable<void> live_conversation::read_on(web_socket& socket) {
    while (!gone_) {
        const auto said = co_await socket.receive();
        if (!said) break;
    }
    gone_ = true;
    socket.drop();
    news_.give();
}

}  // namespace husky::host
