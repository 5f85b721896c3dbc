#pragma once

#include "link/driver/link_session.hpp"

namespace husky::live {

/// A session on a socket that steps can hold, kill and silence.
class held_session final : public link::link_session {
  public:
    explicit held_session(link::link_session& inner) : inner_(&inner) {}

    void hold(bool on) { held_ = on; }
    /// Nothing passes any more, and when the session ends the other end does not learn it. The socket must have another
    /// owner.
    void go_dead() { dead_ = true; }
    /// RST. With go_dead() before, nothing at all.
    void tear_down() { torn_ = true; }

    void received(const protocol::frame& f, protocol::instant at) override { inner_->received(f, at); }
    void framing_broken() override { inner_->framing_broken(); }
    void due(protocol::instant at) override { inner_->due(at); }
    [[nodiscard]] protocol::instant deadline() const override { return inner_->deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() override {
        auto& waiting = inner_->outbox();
        if (dead_ || torn_) waiting.clear();
        return waiting;
    }
    [[nodiscard]] bool closing() const override { return torn_ || inner_->closing(); }
    [[nodiscard]] bool resets() const override { return torn_ || dead_ || inner_->resets(); }
    [[nodiscard]] bool paused() const override { return held_ || dead_ || inner_->paused(); }
    void room() override { inner_->room(); }
    void batch_received() override { inner_->batch_received(); }
    void bytes_received(std::size_t n) override { inner_->bytes_received(n); }
    void bytes_sent(std::size_t n) override { inner_->bytes_sent(n); }

  private:
    link::link_session* inner_;
    bool held_ = false, dead_ = false, torn_ = false;
};

}  // namespace husky::live
