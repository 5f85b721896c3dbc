#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "protocol/links/bad_input.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/conversations/wire.hpp"

namespace husky::conversations {

/// What was seen at both ends.
struct sightings {
    std::set<protocol::close_reason> closings;
    std::set<protocol::error_code> errors;
    std::set<protocol::bad_input> bad_inputs;
};

/// What all parts of a run share.
struct surroundings {
    agenda time;
    sightings seen;
    operations counted;
    wire net{time, counted};
};

/// Performs one link over one connection, as a link_driver does over a socket. Lives as long as the run: things of the
/// agenda point to it.
template <class Session>
class performer final : public wire_end {
  public:
    performer(surroundings& in, Session& session, end self, std::function<void()> over)
        : in_(&in), session_(&session), self_(self), tell_over_(std::move(over)) {}

    void joined(wire::number connection) {
        connection_ = connection;
        after_event();
    }
    /// The session was changed from outside.
    void wake() {
        if (!connection_ || over_) return;
        hand_over();
        after_event();
    }
    /// Does nothing where there is no connection.
    void cut() {
        if (connection_ && !over_) in_->net.cut(*connection_);
    }
    /// Only one end is told, or none.
    void lose(bool tell_machine, bool tell_host) {
        if (connection_ && !over_) in_->net.lose(*connection_, tell_machine, tell_host);
    }
    [[nodiscard]] bool over() const { return over_; }

    void arrived(std::span<const std::byte> bytes) override {
        if (over_) return;
        reader_.push(bytes);
        hand_over();
        reader_.hold();
        after_event();
    }
    void room() override {}
    void ended() override { end_now(); }

  private:
    static constexpr std::chrono::seconds lateness{7};

    void hand_over() {
        while (!session_->closing() && !session_->paused()) {
            const auto f = reader_.next();
            if (!f) break;
            session_->received(*f, in_->time.now());
        }
        if (reader_.broken()) session_->framing_broken();
        session_->batch_received();
    }

    void after_event() {
        if (over_) return;
        while (!session_->outbox().empty()) {
            if (!in_->net.write(*connection_, self_, session_->outbox())) return;
            session_->room();
        }
        if (!session_->closing()) return arm();
        in_->net.close(*connection_, self_);
        end_now();
    }

    void arm() {
        const auto due = session_->deadline();
        if (due >= armed_ || late_) return;
        armed_ = due;
        in_->time.at(due, [this, due] { expired(due); });
    }

    void expired(protocol::instant due) {
        if (over_ || due != armed_) return;
        armed_ = protocol::never;
        if (in_->time.now() < session_->deadline()) return arm();
        const auto fails = in_->counted.next({operation::timer});
        if (fails == failure::cut_before) return cut();
        if (fails == failure::late) {
            late_ = true;
            in_->time.after(lateness, [this] {
                late_ = false;
                perform_due();
            });
            return;
        }
        perform_due();
        if (fails == failure::cut_after) cut();
    }

    void perform_due() {
        if (over_) return;
        if (in_->time.now() >= session_->deadline()) session_->due(in_->time.now());
        after_event();
    }

    void end_now() {
        if (over_) return;
        over_ = true;
        tell_over_();
    }

    surroundings* in_;
    Session* session_;
    end self_;
    protocol::frame_reader reader_{protocol::default_dialect()};
    std::function<void()> tell_over_;
    std::optional<wire::number> connection_;
    protocol::instant armed_ = protocol::never;
    bool late_ = false, over_ = false;
};

}  // namespace husky::conversations
