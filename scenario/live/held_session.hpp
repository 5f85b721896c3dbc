#pragma once

#include "link/faults/faulty_session.hpp"

namespace husky::live {

/// A shaped session on a socket that steps can hold, kill and silence. A link_session.
template <class Session>
class held_session {
  public:
    explicit held_session(link::faulty_session<Session>& inner) : inner_(&inner) {}

    void hold(bool on) { held_ = on; }
    /// Nothing passes any more, and when the session ends the other end does not learn it. The socket must have another
    /// owner.
    void go_dead() { dead_ = true; }
    /// RST. With go_dead() before, nothing at all.
    void tear_down() { torn_ = true; }

    void received(const protocol::frame& f, protocol::instant at) { inner_->received(f, at); }
    void framing_broken() { inner_->framing_broken(); }
    void due(protocol::instant at) { inner_->due(at); }
    [[nodiscard]] protocol::instant deadline() const { return inner_->deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() {
        auto& waiting = inner_->outbox();
        if (dead_ || torn_) waiting.clear();
        return waiting;
    }
    [[nodiscard]] bool closing() const { return torn_ || inner_->closing(); }
    [[nodiscard]] bool resets() const { return torn_ || dead_ || inner_->resets(); }
    [[nodiscard]] bool paused() const { return held_ || dead_ || inner_->paused(); }
    void room() { inner_->room(); }
    void batch_received() { inner_->batch_received(); }
    void bytes_received(std::size_t n) { inner_->bytes_received(n); }
    void bytes_sent(std::size_t n) { inner_->bytes_sent(n); }

  private:
    link::faulty_session<Session>* inner_;
    bool held_ = false, dead_ = false, torn_ = false;
};

}  // namespace husky::live
