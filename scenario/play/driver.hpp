#pragma once

#include <functional>

#include "protocol/frame_reader.hpp"
#include "scenario/play/network.hpp"
#include "scenario/play/violation.hpp"

namespace husky::play {

/// Performs one link over one simulated connection, as a link_driver does over a socket. Lives as long as the world,
/// for things of the agenda point to it.
template <class Session>
class driver final : public wire_end {
  public:
    /// More than so much in the session's outbox is a violation.
    static constexpr std::size_t usual_outbox = 256 * 1024;

    driver(agenda& time, network& net, Session& session, const protocol::dialect& spoken, std::function<void()> over,
           std::size_t most_unwritten = usual_outbox)
        : agenda_(&time),
          network_(&net),
          session_(&session),
          reader_(spoken),
          tell_over_(std::move(over)),
          most_unwritten_(most_unwritten) {}

    void joined(network::number connection, side self) {
        connection_ = connection;
        self_ = self;
        after_event();
    }
    /// The session was changed from outside.
    void wake() {
        if (over_) return;
        hand_over();
        after_event();
    }
    /// The process died: nothing is written, nobody is told.
    void abandon() { over_ = true; }
    /// Reads nothing until it is told to go on; what is on its way waits, as in the buffers of sockets.
    void pause(bool on) {
        if (!over_) network_->hold(connection_, self_, on);
    }

    void arrived(std::span<const std::byte> bytes) override {
        if (over_) return;
        reader_.push(bytes);
        hand_over();
        reader_.hold();
        after_event();
    }
    void room() override {
        if (over_) return;
        session_->room();
        after_event();
    }
    /// Who reads nothing does not learn it before it reads again.
    void ended() override {
        if (session_->paused() && !session_->closing())
            owes_end_ = true;
        else
            end();
    }

    [[nodiscard]] network::number connection() const { return connection_; }
    [[nodiscard]] bool over() const { return over_; }

  private:
    static constexpr std::chrono::seconds linger_time{2};
    static constexpr std::size_t most_unread = 512 * 1024;

    void hand_over() {
        while (!session_->closing() && !session_->paused()) {
            const auto f = reader_.next();
            if (!f) break;
            session_->received(*f, agenda_->now());
        }
        if (reader_.broken()) session_->framing_broken();
        session_->batch_received();
    }

    void after_event() {
        if (over_) return;
        if (owes_end_ && (!session_->paused() || session_->closing())) return end();
        network_->write(connection_, self_, session_->outbox());
        check(session_->outbox().bytes() <= most_unwritten_, "an outbox grew past its bound");
        check(reader_.unfinished() <= most_unread, "a reader holds more than it may");
        if (!session_->closing()) return arm();
        if constexpr (requires { session_->resets(); })
            if (session_->resets()) return reset();
        if (session_->outbox().empty()) return close();
        if (std::exchange(lingers_, true)) return;
        agenda_->after(linger_time, [this] { close(); });
    }

    void close() {
        if (over_) return;
        network_->close(connection_, self_);
        end();
    }

    void reset() {
        network_->reset(connection_, self_);
        end();
    }

    void arm() {
        const instant due = session_->deadline();
        if (due >= armed_) return;
        armed_ = due;
        agenda_->at(due, [this] {
            if (over_) return;
            armed_ = protocol::never;
            if (agenda_->now() >= session_->deadline()) session_->due(agenda_->now());
            after_event();
        });
    }

    void end() {
        if (over_) return;
        over_ = true;
        tell_over_();
    }

    agenda* agenda_;
    network* network_;
    Session* session_;
    protocol::frame_reader reader_;
    std::function<void()> tell_over_;
    std::size_t most_unwritten_;
    network::number connection_ = 0;
    side self_ = side::dialler;
    instant armed_ = protocol::never;
    bool lingers_ = false, over_ = false, owes_end_ = false;
};

}  // namespace husky::play
