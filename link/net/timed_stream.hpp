#pragma once

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "link/net/link_socket.hpp"

namespace husky::link {

/// A TCP connection, with TLS or without, with a peer that may be slow. Past its deadline it is closed, and what is
/// under way completes with asio::error::timed_out. A stream for Asio and Beast whose inside is compiled once, not for
/// each of their operations. One read and one write at a time; one thread.
class timed_stream {
  public:
    using executor_type = tcp::socket::executor_type;

    /// Takes a connected socket; makes it non-blocking.
    explicit timed_stream(link_socket socket);
    timed_stream(const timed_stream&) = delete;
    timed_stream& operator=(const timed_stream&) = delete;
    /// Closes it; what is under way completes with an error.
    ~timed_stream();

    [[nodiscard]] executor_type get_executor() { return socket().get_executor(); }
    [[nodiscard]] tcp::socket& socket();
    void close();
    /// The peer is told that nothing follows.
    void shutdown_send();
    /// Goes on without TLS, for a last word to a peer that speaks none.
    void drop_tls();

    void expires_after(std::chrono::nanoseconds patience);
    void expires_at(std::chrono::steady_clock::time_point deadline);
    void expires_never();

    /// The handshake of TLS, before anything else; without TLS it is over at once. Completes as a write of nothing.
    template <class Token>
    auto async_handshake(Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler) { start_handshake(erased(std::move(handler))); }, token);
    }
    /// Reads at least one byte into the first of the buffers.
    template <class Buffers, class Token>
    auto async_read_some(const Buffers& into, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, asio::mutable_buffer first) { start_read(first, erased(std::move(handler))); }, token,
            first_of(into));
    }
    /// Writes at least one byte of the first few buffers.
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& from, Token&& token) {
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            [this](auto handler, const pieces& first) { start_write(first, erased(std::move(handler))); }, token,
            pieces_of(from));
    }

    /// What Beast does with the stream of a WebSocket that is over.
    friend void beast_close_socket(timed_stream& stream) { stream.close(); }
    template <class Handler>
    friend void async_teardown(boost::beast::role_type /*role*/, timed_stream& stream, Handler&& handler) {
        stream.start_shutdown(erased(std::forward<Handler>(handler)));
    }

  private:
    struct connection;
    using pieces = std::array<asio::const_buffer, 8>;
    using completion = std::function<void(error_code, std::size_t)>;
    /// Moves what goes without waiting; would_block if nothing does.
    using transfer = std::function<std::size_t(link_socket&, error_code&)>;

    template <class Handler>
    static completion erased(Handler&& handler) {
        auto held = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
        return [held](error_code failed, std::size_t n) {
            auto last = std::move(*held);
            if constexpr (std::is_invocable_v<decltype(last)&, error_code, std::size_t>)
                last(failed, n);
            else
                last(failed);
        };
    }
    template <class Buffers>
    static asio::mutable_buffer first_of(const Buffers& into) {
        auto at = asio::buffer_sequence_begin(into);
        const auto end = asio::buffer_sequence_end(into);
        while (at != end && asio::mutable_buffer(*at).size() == 0)
            ++at;
        return at == end ? asio::mutable_buffer() : asio::mutable_buffer(*at);
    }
    template <class Buffers>
    static pieces pieces_of(const Buffers& from) {
        pieces first;
        std::size_t n = 0;
        const auto end = asio::buffer_sequence_end(from);
        for (auto at = asio::buffer_sequence_begin(from); at != end && n < first.size(); ++at)
            if (const asio::const_buffer each(*at); each.size() > 0) first[n++] = each;
        return first;
    }

    void start_handshake(completion done);
    void start_read(asio::mutable_buffer into, completion done);
    void start_write(const pieces& from, completion done);
    void start_shutdown(completion done);
    static void attempt(const std::shared_ptr<connection>& with, tcp::socket::wait_type ready, transfer move,
                        completion done);

    std::shared_ptr<connection> connection_;  ///< shared with what is under way
};

}  // namespace husky::link
