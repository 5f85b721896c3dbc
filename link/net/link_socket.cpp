#include "link/net/link_socket.hpp"

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace husky::link {

namespace {

/// An alert is destroyed on its way where a socket is closed with unread bytes.
asio::awaitable<void> let_peer_close(tcp::socket& socket) {
    constexpr std::size_t max_discarded = std::size_t{64} << 10U;
    error_code failed;
    socket.shutdown(tcp::socket::shutdown_send, failed);
    std::array<char, 1024> unread{};
    for (std::size_t total = 0; !failed && total < max_discarded;) {
        const auto [cut] = co_await socket.async_wait(tcp::socket::wait_read, as_result);
        if (cut) co_return;
        total += socket.read_some(asio::buffer(unread), failed);
        if (would_block(failed)) failed = {};
    }
}

asio::awaitable<void> take_steps(link_socket& socket, error_code& result) {
    for (;;) {
        error_code failed;
        socket.handshake_step(failed);
        if (!would_block(failed)) {
            result = failed;
            break;
        }
        const auto [cut] = co_await socket.async_wait(socket.waits_for(tcp::socket::wait_read), as_result);
        if (cut) co_return;
    }
    if (result.category() == tls_category() && !is_plain_http(result)) co_await let_peer_close(socket.tcp_socket());
}

}  // namespace

link_socket::link_socket(tcp::socket socket, const tls_context* rules) : socket_(std::move(socket)) {
    if (rules == nullptr) return;
    tls_ = std::make_unique<tls_session>(*rules, socket_.native_handle());
    error_code ignored;
    socket_.non_blocking(true, ignored);
}

// A socket that was closed below has lost its handle, and another connection may have it by now.

std::size_t link_socket::read_tls(const asio::mutable_buffer& into, error_code& failed) {
    if (socket_.is_open()) return tls_->read_some({static_cast<std::byte*>(into.data()), into.size()}, failed);
    failed = asio::error::bad_descriptor;
    return 0;
}

std::size_t link_socket::write_tls(const asio::const_buffer& from, error_code& failed) {
    if (socket_.is_open()) return tls_->write_some({static_cast<const std::byte*>(from.data()), from.size()}, failed);
    failed = asio::error::bad_descriptor;
    return 0;
}

void link_socket::handshake_step(error_code& failed) {
    failed = {};
    if (!tls_) return;
    if (socket_.is_open())
        tls_->handshake(failed);
    else
        failed = asio::error::bad_descriptor;
}

void link_socket::shutdown(tcp::socket::shutdown_type what, error_code& failed) {
    if (tls_ && what != tcp::socket::shutdown_receive && socket_.is_open()) tls_->finish();
    socket_.shutdown(what, failed);
}

asio::awaitable<error_code> handshake(link_socket& socket, std::chrono::nanoseconds timeout, notice& give_up) {
    using namespace asio::experimental::awaitable_operators;
    if (!socket.has_tls()) co_return error_code();
    const error_code undecided = asio::error::operation_aborted;
    constexpr std::size_t by_time = 1;
    error_code result = undecided;
    asio::steady_timer timer(socket.get_executor(), timeout);
    const auto ended = co_await (take_steps(socket, result) || timer.async_wait(as_result) || give_up.wait());
    if (ended.index() == by_time && result == undecided) result = asio::error::timed_out;
    co_return result;
}

asio::awaitable<error_code> write_all(link_socket& socket, std::span<const std::byte> bytes) {
    error_code failed;
    while (!bytes.empty() && !failed) {
        bytes = bytes.subspan(socket.write_some(asio::buffer(bytes.data(), bytes.size()), failed));
        if (!would_block(failed)) continue;
        const auto [cut] = co_await socket.async_wait(tcp::socket::wait_write, as_result);
        failed = cut;
    }
    co_return failed;
}

}  // namespace husky::link
