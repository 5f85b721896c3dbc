#pragma once

#include <cstdint>
#include <span>

#include "protocol/frame.hpp"
#include "protocol/frame_queue.hpp"
#include "protocol/time.hpp"

namespace husky::play {

/// The link of a puppet: it says what it is told, takes what comes, and does nothing by itself. A link_session. Who
/// wants to know what passes puts it into a link::faulty_session.
class puppet_link {
  public:
    /// What waits to be written; what is said past it is not taken.
    static constexpr protocol::queue_limits most_waiting{65536, 1 << 24};

    /// Bytes as they are, a message or not. False if too much waits.
    bool say(std::span<const std::byte> bytes);
    /// Closes when everything is written.
    void close() { closing_ = true; }
    /// Closes at once with RST; what waits is lost.
    void reset() {
        resets_ = closing_ = true;
        outbox_.clear();
    }
    /// Takes nothing from the connection until it is told to go on.
    void pause(bool on) { paused_ = on; }
    /// The other end sent a size below the smallest.
    [[nodiscard]] bool heard_broken_framing() const { return broken_; }

    // For the driver.
    void received(const protocol::frame&, protocol::instant) {}
    void framing_broken() { broken_ = true; }
    void due(protocol::instant) {}
    [[nodiscard]] protocol::instant deadline() const { return protocol::never; }
    [[nodiscard]] protocol::frame_queue& outbox() { return outbox_; }
    [[nodiscard]] bool closing() const { return closing_; }
    [[nodiscard]] bool resets() const { return resets_; }
    [[nodiscard]] bool paused() const { return paused_; }
    void room() {}
    void batch_received() {}
    void bytes_received(std::size_t) {}
    void bytes_sent(std::size_t) {}

  private:
    protocol::frame_queue outbox_{most_waiting};
    bool closing_ = false, resets_ = false, paused_ = false, broken_ = false;
};

}  // namespace husky::play
