#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "link/asio/notice.hpp"
#include "link/tls/tls_session.hpp"

namespace husky::link {

/// A TCP connection that may speak TLS: what a link_driver uses of tcp::socket. Without TLS each call is that of the
/// socket. One thread.
class link_socket {
  public:
    using executor_type = tcp::socket::executor_type;

    /// A plain one.
    link_socket(tcp::socket socket) : socket_(std::move(socket)) {}  // NOLINT: a socket is one
    /// A connected one with TLS by these rules, whose handshake is to come; plain if `rules` is null.
    link_socket(tcp::socket socket, const tls_context* rules);

    executor_type get_executor() { return socket_.get_executor(); }
    /// The connection below; may be closed there too.
    [[nodiscard]] tcp::socket& tcp_socket() { return socket_; }
    [[nodiscard]] const tcp::socket& tcp_socket() const { return socket_; }
    [[nodiscard]] bool has_tls() const { return tls_ != nullptr; }
    /// Goes on without TLS, for a last word to a peer that speaks none.
    void drop_tls() { tls_.reset(); }
    /// Why TLS failed, after the handshake; none if it did not.
    [[nodiscard]] error_code tls_problem() const { return tls_ ? tls_->problem() : error_code(); }

    void non_blocking(bool mode, error_code& failed) { socket_.non_blocking(mode, failed); }
    template <class Option>
    void set_option(const Option& option, error_code& failed) {
        socket_.set_option(option, failed);
    }

    /// Completes when a read or a write may do something.
    template <class Token>
    auto async_wait(tcp::socket::wait_type what, Token&& token) {
        return asio::async_initiate<Token, void(error_code)>(
            [this, what](auto handler) {
                if (tls_ && what == tcp::socket::wait_read && tls_->has_unread())
                    asio::post(get_executor(), [h = std::move(handler)]() mutable { h(error_code()); });
                else
                    socket_.async_wait(what, std::move(handler));
            },
            token);
    }

    /// As of a tcp::socket that does not block.
    std::size_t read_some(const asio::mutable_buffer& into, error_code& failed) {
        return tls_ ? read_tls(into, failed) : socket_.read_some(into, failed);
    }
    /// With TLS, of the first buffer alone. What could not be written must be the beginning of what is written next.
    template <class Buffers>
    std::size_t write_some(const Buffers& from, error_code& failed) {
        return tls_ ? write_tls(*asio::buffer_sequence_begin(from), failed) : socket_.write_some(from, failed);
    }
    /// One step of the handshake: done without an error, which a plain one is at once.
    void handshake_step(error_code& failed);

    /// After would_block: what to wait for, `usual` without TLS.
    [[nodiscard]] tcp::socket::wait_type waits_for(tcp::socket::wait_type usual) const {
        if (!tls_) return usual;
        return tls_->waits_to_write() ? tcp::socket::wait_write : tcp::socket::wait_read;
    }

    /// With TLS the peer is told that nothing follows, where that is sent.
    void shutdown(tcp::socket::shutdown_type what, error_code& failed);
    void close(error_code& failed) { socket_.close(failed); }

  private:
    std::size_t read_tls(const asio::mutable_buffer& into, error_code& failed);
    std::size_t write_tls(const asio::const_buffer& from, error_code& failed);

    tcp::socket socket_;
    std::unique_ptr<tls_session> tls_;
};

/// Completes when the handshake is over; of a plain socket at once. Ends with `timed_out` after `timeout`, and with
/// `operation_aborted` when `give_up` is given. A peer that is refused is told why, and may take the rest of the time
/// to close.
asio::awaitable<error_code> handshake(link_socket& socket, std::chrono::nanoseconds timeout, notice& give_up);

/// Completes when all is written, or cannot be. Of a socket that does not block; one at a time.
asio::awaitable<error_code> write_all(link_socket& socket, std::span<const std::byte> bytes);

}  // namespace husky::link
