#pragma once

#include <cstdint>
#include <span>

#include "protocol/trace/pcapng_writer.hpp"

namespace husky::link {

class capture;

/// Which end of a connection a socket is.
enum class socket_end : std::uint8_t { dialled, accepted };

/// Captures one connection; belongs to the thread of its socket.
class connection_capture {
  public:
    connection_capture(capture& to, std::uint32_t number, const protocol::traced_ends& ends, socket_end ours);

    /// Bytes that our socket gave or took, as they passed it.
    void received(std::span<const std::byte> bytes) { data(!we_dialled_, bytes); }
    void sent(std::span<const std::byte> bytes) { data(we_dialled_, bytes); }
    /// The end: who sends nothing more (FIN), or reset the connection.
    void peer_finished() { ended(!we_dialled_, false); }
    void peer_reset() { ended(!we_dialled_, true); }
    void we_finished() { ended(we_dialled_, false); }
    void we_reset() { ended(we_dialled_, true); }

  private:
    void data(bool by_dialler, std::span<const std::byte> bytes);
    void ended(bool by_dialler, bool reset);
    bool open();
    void note(bool by_dialler);

    capture& to_;
    protocol::traced_moment moment_;
    bool we_dialled_;
    bool opening_written_ = false;
    bool over_[2] = {false, false};
};

}  // namespace husky::link
