#include "server/check/listening_puppet.hpp"

namespace husky::check {

play::refusal listening_puppet::connect() {
    if (has_connection()) return name() + " already has a connection";
    listens_ = true;
    return std::nullopt;
}

void listening_puppet::take(link::tcp::socket socket) {
    taking_ = true;
    new_session();
    loop_->tasks().spawn(serve_taken(std::move(socket)));
}

link::asio::awaitable<void> listening_puppet::serve_taken(link::tcp::socket socket) {
    co_await serve(std::move(socket));
    taking_ = false;
}

}  // namespace husky::check
