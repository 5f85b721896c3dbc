#include "link/net/accept.hpp"

namespace husky::link {

error_code listen(tcp::acceptor& acceptor, const tcp::endpoint& at) {
    error_code failed, ignored;
    acceptor.open(at.protocol(), failed);
    if (!failed) acceptor.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor.bind(at, failed);
    if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) acceptor.close(ignored);
    return failed;
}

asio::awaitable<void> accept_all(tcp::acceptor& at, accept_rules rules) {
    while (at.is_open()) {
        const auto where = rules.where ? rules.where() : at.get_executor();
        auto [failed, socket] = co_await at.async_accept(where, as_result);
        if (!at.is_open()) co_return;
        if (failed) {
            if (rules.failed) rules.failed(failed);
            asio::steady_timer pause(at.get_executor(), accept_pause);
            co_await pause.async_wait(as_result);
        } else if (!rules.full || !rules.full()) {
            rules.take(std::move(socket));
        } else if (rules.refuse) {
            rules.refuse(std::move(socket));
        }
    }
}

}  // namespace husky::link
