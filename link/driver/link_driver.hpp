#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <concepts>
#include <span>

#include "link/asio/notice.hpp"
#include "link/capture/capture.hpp"
#include "protocol/frame_queue.hpp"
#include "protocol/frame_reader.hpp"

namespace husky::link {

/// What a link_driver performs: the state machine of one end, and what its surroundings want to know.
template <class S>
concept link_session = requires(S s, const protocol::frame& f, protocol::instant at, std::size_t n) {
    s.received(f, at);
    s.framing_broken();
    s.due(at);
    { s.deadline() } -> std::convertible_to<protocol::instant>;
    { s.outbox() } -> std::convertible_to<protocol::frame_queue&>;
    { s.closing() } -> std::convertible_to<bool>;
    { s.paused() } -> std::convertible_to<bool>;  ///< nothing may be received now; wake() when that has changed
    s.room();                                     ///< the outbox was written
    s.batch_received();                           ///< all frames of one read were handed over
    s.bytes_received(n);
    s.bytes_sent(n);
};

/// One that may want its connection torn down instead of closed in order.
template <class S>
concept resetting_session = link_session<S> && requires(const S s) {
    { s.resets() } -> std::convertible_to<bool>;
};

/// How a connection ended.
enum class ending { closed_by_us, closed_by_peer, reset };

/// Performs one link on one TCP connection, in one thread: reads into memory shared by the thread, hands over frames,
/// writes what waits in the outbox (all of it at once: one writer, one system call for many messages), keeps the
/// deadlines, and closes. The session must outlive run(). Stream and Timer are others than Asio's only where a test
/// lets their operations fail.
template <link_session Session, class Stream = tcp::socket, class Timer = asio::steady_timer>
class link_driver {
  public:
    /// `captured`: what captures the connection, if anything does.
    link_driver(Stream socket, Session& session, const protocol::dialect& spoken, std::span<std::byte> scratch,
                std::unique_ptr<connection_capture> captured = nullptr)
        : socket_(std::move(socket)),
          session_(session),
          reader_(spoken),
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

    /// Completes when the link is over and the socket is closed. Does not throw for what a peer or network does. Call
    /// once. To end it, let the session close and call wake().
    asio::awaitable<ending> run();

    /// The session's state was changed from outside: writes, looks at the deadline, goes on reading.
    void wake() {
        after_event();
        resumed_.give();
    }

    /// True if a message was cut off by the end of the connection.
    [[nodiscard]] bool cut_inside_message() const { return reader_.unfinished() > 0; }

  private:
    static constexpr std::chrono::seconds linger_time{2};
    static constexpr int reads_in_a_row = 16;  ///< before other connections get their turn

    asio::awaitable<void> serve();
    asio::awaitable<void> read_loop();
    asio::awaitable<void> write_loop();
    asio::awaitable<void> watch_loop();
    asio::awaitable<void> linger();
    asio::awaitable<void> expire(std::chrono::nanoseconds after);
    bool read_once(bool& drained);
    void hand_over(std::span<const std::byte> input);
    void write_now();
    void after_event();
    void tear_down();
    void end(ending how) {
        if (over_) return;
        ending_ = how;
        over_ = true;
        if (captured_) how == ending::reset ? captured_->peer_reset() : captured_->peer_finished();
    }
    [[nodiscard]] bool over() const { return over_ || session_.closing(); }

    Stream socket_;
    Session& session_;
    protocol::frame_reader reader_;
    std::span<std::byte> scratch_;
    std::unique_ptr<connection_capture> captured_;
    Timer timer_;
    notice resumed_;
    notice to_write_;
    protocol::instant armed_ = protocol::never;
    ending ending_ = ending::closed_by_us;
    bool over_ = false;
};

template <link_session Session, class Stream, class Timer>
asio::awaitable<ending> link_driver<Session, Stream, Timer>::run() {
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
template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::serve() {
    const auto executor = socket_.get_executor();
    auto loops = asio::experimental::make_parallel_group(asio::co_spawn(executor, read_loop(), asio::deferred),
                                                         asio::co_spawn(executor, write_loop(), asio::deferred),
                                                         asio::co_spawn(executor, watch_loop(), asio::deferred));
    const auto [order, read, written, watched] =
        co_await loops.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    for (const auto& failed : {read, written, watched})
        if (failed) std::rethrow_exception(failed);
}

template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::read_loop() {
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
template <link_session Session, class Stream, class Timer>
bool link_driver<Session, Stream, Timer>::read_once(bool& drained) {
    error_code failed;
    const auto count = socket_.read_some(asio::buffer(scratch_.data(), scratch_.size()), failed);
    if (failed == asio::error::would_block || failed == asio::error::try_again) {
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

template <link_session Session, class Stream, class Timer>
void link_driver<Session, Stream, Timer>::hand_over(std::span<const std::byte> input) {
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

template <link_session Session, class Stream, class Timer>
void link_driver<Session, Stream, Timer>::write_now() {
    auto& waiting = session_.outbox();
    while (!waiting.empty() && !over_) {
        error_code failed;
        const auto count = socket_.write_some(asio::buffer(waiting.data().data(), waiting.data().size()), failed);
        if (failed == asio::error::would_block || failed == asio::error::try_again) return;
        if (failed) return end(ending::reset);
        if (captured_) captured_->sent(waiting.data().first(count));
        waiting.consume(count);
        session_.bytes_sent(count);
        session_.room();
    }
}

/// Where the session asks for it, closing will send RST, whatever still waits to be written or read.
template <link_session Session, class Stream, class Timer>
void link_driver<Session, Stream, Timer>::tear_down() {
    if constexpr (resetting_session<Session>) {
        if (over_ || !session_.resets()) return;
        error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        end(ending::reset);
    }
}

template <link_session Session, class Stream, class Timer>
void link_driver<Session, Stream, Timer>::after_event() {
    write_now();
    if (!session_.outbox().empty()) to_write_.give();
    if (over() || session_.deadline() < armed_) timer_.cancel();
}

template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::write_loop() {
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

template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::watch_loop() {
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
template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::linger() {
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

template <link_session Session, class Stream, class Timer>
asio::awaitable<void> link_driver<Session, Stream, Timer>::expire(std::chrono::nanoseconds after) {
    asio::steady_timer limit(socket_.get_executor(), after);
    co_await limit.async_wait(as_result);
}

}  // namespace husky::link
