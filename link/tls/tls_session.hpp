#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "link/tls/tls_context.hpp"
#include "link/tls/tls_error.hpp"

namespace husky::link {

/// The TLS of one connection, on a socket that somebody else owns, waits for and closes. Never blocks and raises no
/// signal: where the network has to do something first, an operation gives asio::error::would_block, and
/// waits_to_write() says for what. One thread. After a failure it only fails.
class tls_session {
  public:
    /// `socket` must be open as long as operations are called.
    tls_session(const tls_context& rules, int socket);
    tls_session(const tls_session&) = delete;
    tls_session& operator=(const tls_session&) = delete;
    ~tls_session();

    /// One more step of the handshake; without an error it is done.
    void handshake(error_code& failed);
    /// At least one byte, of one record; asio::error::eof when the peer has finished, with or without saying so.
    std::size_t read_some(std::span<std::byte> into, error_code& failed);
    /// At most one record. What could not be written must be the beginning of what is written next.
    std::size_t write_some(std::span<const std::byte> from, error_code& failed);
    /// Tells the peer, if the socket has room for it, that nothing follows. Reading goes on.
    void finish();

    /// After would_block: whether the socket must take something, not bring something.
    [[nodiscard]] bool waits_to_write() const { return waits_to_write_; }
    /// Bytes that were read off the socket already.
    [[nodiscard]] bool has_unread() const;
    /// Why it failed; none if it did not, or not by TLS.
    [[nodiscard]] const error_code& problem() const { return problem_; }

  private:
    struct transport {
        int socket;
        int failed = 0;      ///< errno of the last failure
        bool ended = false;  ///< the peer sent FIN
    };
    struct socket_calls;

    error_code outcome(int result);

    transport transport_;
    std::unique_ptr<ssl_st, tls_context::free_session> ssl_;
    error_code problem_;
    bool waits_to_write_ = false;
    bool open_ = false;  ///< the handshake is done, and nothing has failed
};

}  // namespace husky::link
