#pragma once

#include <cstdint>
#include <span>

#include "link/driver/link_session.hpp"

namespace husky::play {

/// The link of a puppet: it sends what it is told, takes what comes, and does nothing on its own. To watch
/// what passes, put it into a link::faulty_session.
class puppet_link final : public link::link_session {
  public:
    /// Limit of what waits to be written; more is refused.
    static constexpr protocol::queue_limits max_waiting{65536, 1 << 24};

    /// Bytes as they are, a message or not. False if too much waits.
    bool say(std::span<const std::byte> bytes);
    /// Closes when everything is written.
    void close() { closing_ = true; }
    /// Closes at once with RST; what waits is lost.
    void reset() {
        resets_ = closing_ = true;
        outbox_.clear();
    }
    /// Reads nothing from the connection until it is told to go on.
    void pause(bool on) { paused_ = on; }

    // For the driver.
    void received(const protocol::frame&, protocol::instant) override {}
    void framing_broken() override {}
    void due(protocol::instant) override {}
    [[nodiscard]] protocol::instant deadline() const override { return protocol::never; }
    [[nodiscard]] protocol::frame_queue& outbox() override { return outbox_; }
    [[nodiscard]] bool closing() const override { return closing_; }
    [[nodiscard]] bool resets() const override { return resets_; }
    [[nodiscard]] bool paused() const override { return paused_; }

  private:
    protocol::frame_queue outbox_{max_waiting};
    bool closing_ = false, resets_ = false, paused_ = false;
};

}  // namespace husky::play
