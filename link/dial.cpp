#include "link/dial.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

namespace husky::link {

namespace {

asio::awaitable<void> connect(tcp::socket& socket, const host_port& to, error_code& result) {
    error_code not_an_address;
    const auto address = asio::ip::make_address(to.host, not_an_address);
    if (!not_an_address) {
        const auto [failed] = co_await socket.async_connect({address, to.port}, as_result);
        result = failed;
        co_return;
    }
    tcp::resolver resolver(socket.get_executor());
    const auto [unresolved, found] = co_await resolver.async_resolve(to.host, std::to_string(to.port), as_result);
    result = unresolved;
    if (unresolved) co_return;
    const auto [failed, reached] = co_await asio::async_connect(socket, found, as_result);
    result = failed;
}

}  // namespace

asio::awaitable<error_code> dial(tcp::socket& socket, host_port to, std::chrono::nanoseconds timeout, notice& give_up) {
    using namespace asio::experimental::awaitable_operators;
    error_code result = asio::error::timed_out;
    asio::steady_timer timer(socket.get_executor(), timeout);
    co_await (connect(socket, to, result) || timer.async_wait(as_result) || give_up.wait());
    co_return result;
}

asio::awaitable<void> wait_until(protocol::instant at, notice& give_up) {
    using namespace asio::experimental::awaitable_operators;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, as_steady(at));
    co_await (timer.async_wait(as_result) || give_up.wait());
}

}  // namespace husky::link
