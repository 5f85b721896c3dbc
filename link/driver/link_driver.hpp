#pragma once

#include <memory>
#include <span>

#include "link/asio/notice.hpp"
#include "link/capture/connection_capture.hpp"
#include "link/driver/link_session.hpp"
#include "link/net/link_socket.hpp"
#include "protocol/wire/frame_reader.hpp"

namespace husky::link {

/// Performs one link on one TCP connection, in one thread: reads into memory shared by the thread, hands over frames,
/// writes what waits in the outbox (all of it at once: one writer, one system call for many messages), keeps the
/// deadlines, and closes. A handshake of TLS is over before. The session must outlive run(). Stream and Timer are
/// others than Asio's only where a test lets their operations fail; such a test includes link_driver_impl.hpp.
template <class Stream, class Timer>
class basic_link_driver {
  public:
    /// `captured`: what captures the connection, if anything does.
    basic_link_driver(Stream socket, link_session& session, const protocol::dialect& wire_dialect,
                      std::span<std::byte> scratch, std::unique_ptr<connection_capture> captured = nullptr);

    /// Completes when the link is over and the socket is closed. Does not throw for what a peer or network does. Call
    /// once. To end it, let the session close and call wake().
    asio::awaitable<ending> run();

    /// The session's state was changed from outside: writes, checks the deadline, goes on reading.
    void wake() {
        after_event();
        resumed_.give();
    }

    /// The connection, for what it can tell.
    [[nodiscard]] const Stream& stream() const { return socket_; }
    /// True if a message was cut off by the end of the connection.
    [[nodiscard]] bool cut_inside_message() const { return reader_.unfinished() > 0; }

  private:
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
    void end(ending how);
    [[nodiscard]] bool over() const { return over_ || session_.closing(); }

    Stream socket_;
    link_session& session_;
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

using link_driver = basic_link_driver<link_socket, asio::steady_timer>;
extern template class basic_link_driver<link_socket, asio::steady_timer>;

}  // namespace husky::link
