#pragma once

#include <functional>

#include "link/driver/link_session.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "scenario/play/network.hpp"

namespace husky::play {

/// Performs one link over one simulated connection, as a link_driver does over a socket. Lives as long as the world,
/// for things of the agenda point to it.
class driver final : public wire_end {
  public:
    /// More than this in the session's outbox is a violation.
    static constexpr std::size_t default_outbox = 256 * 1024;

    driver(agenda& time, network& net, link::link_session& session, const protocol::dialect& wire_dialect,
           std::function<void()> over, std::size_t max_unwritten = default_outbox);

    void joined(network::number connection, side self);
    /// The session was changed from outside.
    void wake();
    /// The process died: nothing is written, the other end is not told.
    void abandon() { over_ = true; }
    /// Reads nothing until it is told to go on; data under way waits, as in the buffers of sockets.
    void pause(bool on);

    void arrived(std::span<const std::byte> bytes) override;
    void room() override;
    /// An end that reads nothing is told when it reads again.
    void ended() override;

    [[nodiscard]] network::number connection() const { return connection_; }
    [[nodiscard]] bool over() const { return over_; }

  private:
    void hand_over();
    void after_event();
    void close();
    void reset();
    void arm();
    void end();

    agenda* agenda_;
    network* network_;
    link::link_session* session_;
    protocol::frame_reader reader_;
    std::function<void()> tell_over_;
    std::size_t max_unwritten_;
    network::number connection_ = 0;
    side self_ = side::dialler;
    instant armed_ = protocol::never;
    bool lingers_ = false, over_ = false, owes_end_ = false;
};

}  // namespace husky::play
