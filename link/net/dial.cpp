#include "link/net/dial.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace husky::link {

namespace {

/// Otherwise bind() takes a port at once, and no other connection from this address can use it, whatever its target.
void choose_port_at_connect(tcp::socket& socket) {
    const int on = 1;
    ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
}

asio::awaitable<error_code> connect(tcp::socket& socket, tcp::endpoint to, const local_address& from) {
    if (const auto failed = open_towards(socket, to, from)) co_return failed;
    const auto [failed] = co_await socket.async_connect(to, as_result);
    co_return failed;
}

/// To the first of the name's addresses that accepts; with `from`, of those that it can reach.
asio::awaitable<void> connect(tcp::socket& socket, const host_port& to, const local_address& from, error_code& result) {
    error_code not_an_address;
    const auto address = asio::ip::make_address(to.host, not_an_address);
    if (!not_an_address) {
        result = co_await connect(socket, tcp::endpoint(address, to.port), from);
        co_return;
    }
    tcp::resolver resolver(socket.get_executor());
    const auto [unresolved, found] = co_await resolver.async_resolve(to.host, std::to_string(to.port), as_result);
    error_code failed = unresolved ? unresolved : asio::error::host_not_found;
    for (const auto& each : found) {
        const tcp::endpoint end = each.endpoint();
        if (from && from->is_v6() != end.address().is_v6()) continue;
        failed = co_await connect(socket, end, from);
        if (!failed || failed == asio::error::operation_aborted) break;
    }
    result = failed;
}

}  // namespace

error_code open_towards(tcp::socket& socket, const tcp::endpoint& to, const local_address& from) {
    error_code failed, ignored;
    socket.close(ignored);
    socket.open(to.protocol(), failed);
    if (failed || !from) return failed;
    choose_port_at_connect(socket);
    socket.bind({*from, 0}, failed);
    return failed;
}

asio::awaitable<error_code> dial(tcp::socket& socket, host_port to, std::chrono::nanoseconds timeout, notice& give_up,
                                 local_address from) {
    using namespace asio::experimental::awaitable_operators;
    constexpr std::size_t by_time = 1;
    error_code result = asio::error::operation_aborted;
    asio::steady_timer timer(socket.get_executor(), timeout);
    const auto ended = co_await (connect(socket, to, from, result) || timer.async_wait(as_result) || give_up.wait());
    co_return ended.index() == by_time ? error_code(asio::error::timed_out) : result;
}

asio::awaitable<void> wait_until(protocol::instant at, notice& give_up) {
    using namespace asio::experimental::awaitable_operators;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, as_steady(at));
    co_await (timer.async_wait(as_result) || give_up.wait());
}

}  // namespace husky::link
