#include "client/check/live/machine_loop.hpp"

#include <fmt/format.h>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace husky::check {

namespace {

constexpr std::chrono::seconds connect_timeout{5};

link::asio::awaitable<void> take(link::tcp::acceptor& acceptor, link::tcp::socket& into, link::error_code& result) {
    const auto [failed] = co_await acceptor.async_accept(into, link::as_result);
    result = failed;
}

}  // namespace

machine_loop::machine_loop(const protocol::dialect& dialect, live_place where, std::uint64_t seed)
    : live_loop(dialect, seed), where_(std::move(where)) {}

void machine_loop::unreachable(const link::host_port& at, const link::error_code& why) {
    if (why == link::asio::error::connection_reset) was_reached_ = true;
    if (was_reached_ || engine() == nullptr || engine()->over()) return;
    const auto what = where_.listens ? "cannot wait for a host at" : "no host at";
    engine()->blocked(fmt::format("{} {}:{}: {}", what, at.host, at.port, why.message()), link::now());
    look_at_engine();
}

link::host_port machine_loop::next_place() {
    auto place = where_.at;
    if (where_.listens) ++where_.at.port;
    return place;
}

link::asio::awaitable<link::error_code> machine_loop::dial(link::link_socket& into, link::host_port to,
                                                           link::notice& give_up) {
    const auto failed = co_await link::dial(into.tcp_socket(), std::move(to), connect_timeout, give_up);
    if (failed || where_.tls == nullptr) co_return failed;
    into = link::link_socket(std::move(into.tcp_socket()), where_.tls);
    co_return co_await link::handshake(into, connect_timeout, give_up);
}

link::asio::awaitable<link::error_code> machine_loop::reach(link::link_socket& into, link::host_port at,
                                                            link::notice& give_up) {
    using namespace link::asio::experimental::awaitable_operators;
    if (!where_.listens) co_return co_await dial(into, at, give_up);
    link::error_code failed;
    const auto address = link::asio::ip::make_address(at.host == "localhost" ? "127.0.0.1" : at.host, failed);
    if (failed) co_return failed;
    try {
        link::tcp::acceptor acceptor(context(), {address, at.port});
        failed = link::asio::error::operation_aborted;
        co_await (take(acceptor, into.tcp_socket(), failed) || give_up.wait());
    } catch (const boost::system::system_error& problem) {
        failed = problem.code();
    }
    co_return failed;
}

}  // namespace husky::check
