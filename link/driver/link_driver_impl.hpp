#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>

#include "link/driver/link_driver.hpp"

namespace husky::link {

/// How long a link that closes waits for its peer to have read the last messages.
constexpr std::chrono::seconds linger_time{2};
/// Before other connections get their turn.
constexpr int reads_in_a_row = 16;

template <class Stream, class Timer>
basic_link_driver<Stream, Timer>::basic_link_driver(Stream socket, link_session& session,
                                                    const protocol::dialect& wire_dialect, std::span<std::byte> scratch,
                                                    std::unique_ptr<connection_capture> captured)
    : socket_(std::move(socket)),
      session_(session),
      reader_(wire_dialect),
      scratch_(scratch),
      captured_(std::move(captured)),
      timer_(socket_.get_executor()),
      resumed_(socket_.get_executor()),
      to_write_(socket_.get_executor()) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

template <class Stream, class Timer>
void basic_link_driver<Stream, Timer>::end(ending how) {
    if (over_) return;
    ending_ = how;
    over_ = true;
    if (captured_) how == ending::reset ? captured_->peer_reset() : captured_->peer_finished();
}

template <class Stream, class Timer>
asio::awaitable<ending> basic_link_driver<Stream, Timer>::run() {
    using namespace asio::experimental::awaitable_operators;
    after_event();
    if (!over()) co_await serve();
    tear_down();
    if (!over_) co_await (linger() || expire(linger_time));
    if (captured_) captured_->we_finished();
    error_code ignored;
    socket_.close(ignored);
    co_return ending_;
}

/// Until the first of the three loops ends. One group of three: `a || b || c` would nest two, and that costs each
/// connection a fifth of its memory.
template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::serve() {
    const auto executor = socket_.get_executor();
    auto loops = asio::experimental::make_parallel_group(asio::co_spawn(executor, read_loop(), asio::deferred),
                                                         asio::co_spawn(executor, write_loop(), asio::deferred),
                                                         asio::co_spawn(executor, watch_loop(), asio::deferred));
    const auto [order, read, written, watched] =
        co_await loops.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    for (const auto& failed : {read, written, watched})
        if (failed) std::rethrow_exception(failed);
}

template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::read_loop() {
    while (!over()) {
        const auto [failed] = co_await socket_.async_wait(asio::socket_base::wait_read, as_result);
        if (failed) co_return;
        bool drained = false;
        for (int i = 0; i < reads_in_a_row && !drained && !over(); ++i) {
            if (!read_once(drained)) co_return;
            while (session_.paused() && !over()) {
                reader_.hold();
                co_await resumed_.wait();
                hand_over({});
            }
        }
    }
}

/// One read of what the socket has. False when the connection is over.
template <class Stream, class Timer>
bool basic_link_driver<Stream, Timer>::read_once(bool& drained) {
    error_code failed;
    const auto count = socket_.read_some(asio::buffer(scratch_.data(), scratch_.size()), failed);
    if (would_block(failed)) {
        drained = true;
        return true;
    }
    if (failed) {
        end(failed == asio::error::eof ? ending::closed_by_peer : ending::reset);
        return false;
    }
    drained = count < scratch_.size();
    session_.bytes_received(count);
    if (captured_) captured_->received(scratch_.first(count));
    hand_over(scratch_.first(count));
    return true;
}

template <class Stream, class Timer>
void basic_link_driver<Stream, Timer>::hand_over(std::span<const std::byte> input) {
    const auto at = now();
    if (!input.empty()) reader_.push(input);
    while (!session_.closing() && !session_.paused()) {
        const auto frame = reader_.next();
        if (!frame) break;
        session_.received(*frame, at);
    }
    if (reader_.broken()) session_.framing_broken();
    session_.batch_received();
    after_event();
}

template <class Stream, class Timer>
void basic_link_driver<Stream, Timer>::write_now() {
    auto& waiting = session_.outbox();
    while (!waiting.empty() && !over_) {
        error_code failed;
        const auto count = socket_.write_some(asio::buffer(waiting.data().data(), waiting.data().size()), failed);
        if (would_block(failed)) return;
        if (failed) return end(ending::reset);
        if (captured_) captured_->sent(waiting.data().first(count));
        waiting.consume(count);
        session_.bytes_sent(count);
        session_.room();
    }
}

/// Where the session asks for it, closing will send RST, whatever still waits to be written or read.
template <class Stream, class Timer>
void basic_link_driver<Stream, Timer>::tear_down() {
    if (over_ || !session_.resets()) return;
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    end(ending::reset);
}

template <class Stream, class Timer>
void basic_link_driver<Stream, Timer>::after_event() {
    write_now();
    if (!session_.outbox().empty()) to_write_.give();
    if (over() || session_.deadline() < armed_) timer_.cancel();
}

template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::write_loop() {
    while (!over()) {
        co_await to_write_.wait();
        while (!over() && !session_.outbox().empty()) {
            const auto [failed] = co_await socket_.async_wait(asio::socket_base::wait_write, as_result);
            if (failed) co_return;
            after_event();
        }
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) co_return;
    }
}

template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::watch_loop() {
    while (!over()) {
        armed_ = session_.deadline();
        timer_.expires_at(armed_ == protocol::never ? Timer::time_point::max() : as_steady(armed_));
        co_await timer_.async_wait(as_result);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) co_return;
        if (over()) co_return;
        const auto at = now();
        if (at < session_.deadline()) continue;
        session_.due(at);
        after_event();
    }
}

/// The session wants to close: what waits is still written, then the peer is told, and what it sent meanwhile is read
/// away, since closing a socket with unread data would destroy our last answer on its way.
template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::linger() {
    while (!session_.outbox().empty() && !over_) {
        const auto [failed] = co_await socket_.async_wait(asio::socket_base::wait_write, as_result);
        if (failed) co_return;
        write_now();
    }
    error_code failed;
    socket_.shutdown(asio::socket_base::shutdown_send, failed);
    if (captured_) captured_->we_finished();
    while (!failed) {
        const auto [wait_failed] = co_await socket_.async_wait(asio::socket_base::wait_read, as_result);
        if (wait_failed) co_return;
        const auto count = socket_.read_some(asio::buffer(scratch_.data(), scratch_.size()), failed);
        if (captured_ && count > 0) captured_->received(scratch_.first(count));
        if (captured_ && failed == asio::error::eof) captured_->peer_finished();
        if (failed == asio::error::would_block) failed = {};
    }
}

template <class Stream, class Timer>
asio::awaitable<void> basic_link_driver<Stream, Timer>::expire(std::chrono::nanoseconds after) {
    asio::steady_timer limit(socket_.get_executor(), after);
    co_await limit.async_wait(as_result);
}

}  // namespace husky::link
