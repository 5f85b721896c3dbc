#pragma once

#include <cstddef>
#include <cstdint>

#include "protocol/time.hpp"
#include "protocol/wire/frame.hpp"
#include "protocol/wire/frame_queue.hpp"
#include "settings/interface.hpp"

namespace husky::link {

/// How a connection ended.
enum class ending : std::uint8_t { closed_by_us, closed_by_peer, reset };

/// What a driver performs: the state machine of one end of a link, and what its surroundings want to know. Called on
/// the thread of its driver.
class link_session : public settings::interface {
  public:
    virtual void received(const protocol::frame& f, protocol::instant at) = 0;
    /// The frame reader met a size below the smallest; nothing is received after that.
    virtual void framing_broken() = 0;
    /// deadline() has passed.
    virtual void due(protocol::instant at) = 0;
    [[nodiscard]] virtual protocol::instant deadline() const = 0;
    /// What waits to be written; the driver consumes it.
    [[nodiscard]] virtual protocol::frame_queue& outbox() = 0;
    /// The connection is to be closed as soon as the outbox is written.
    [[nodiscard]] virtual bool closing() const = 0;
    /// With closing(): the connection is torn down (RST) instead, and what waits is lost.
    [[nodiscard]] virtual bool resets() const { return false; }
    /// Nothing may be received now; the driver is to be woken when that has changed.
    [[nodiscard]] virtual bool paused() const { return false; }
    /// The outbox was written, wholly or in part.
    virtual void room() {}
    /// All frames of one read were handed over.
    virtual void batch_received() {}
    virtual void bytes_received(std::size_t) {}
    virtual void bytes_sent(std::size_t) {}
};

}  // namespace husky::link
