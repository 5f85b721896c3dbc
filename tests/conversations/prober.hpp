#pragma once

#include "protocol/wire/codec.hpp"
#include "tests/conversations/performer.hpp"

namespace husky::conversations {

/// Somebody who asks a host who it is, opens no link, and goes away.
class prober {
  public:
    explicit prober(surroundings& in)
        : wire_(in, *this, end::machine, [this] { over_ = true; }), gives_up_(in.time.now() + patience) {
        queue_.add(protocol::identify{}, protocol::default_dialect());
    }

    [[nodiscard]] performer<prober>& connection() { return wire_; }
    [[nodiscard]] bool over() const { return over_; }
    [[nodiscard]] bool found_host() const { return found_; }
    void not_taken() { over_ = true; }

    // For the performer.
    void received(const protocol::frame& f, protocol::instant) {
        protocol::identify_response r;
        found_ = f.command == protocol::default_dialect().code(protocol::index_of<protocol::identify_response>) &&
                 decode(f.fields, protocol::default_dialect(), r) == protocol::decode_fault::none &&
                 r.role == protocol::link_role::host;
        leaves_ = true;
    }
    void framing_broken() { leaves_ = true; }
    void due(protocol::instant) { leaves_ = true; }
    [[nodiscard]] protocol::instant deadline() const { return leaves_ ? protocol::never : gives_up_; }
    [[nodiscard]] protocol::frame_queue& outbox() { return queue_; }
    [[nodiscard]] bool closing() const { return leaves_; }
    [[nodiscard]] bool paused() const { return false; }
    void room() {}
    void batch_received() {}

  private:
    static constexpr std::chrono::seconds patience{3};

    performer<prober> wire_;
    protocol::frame_queue queue_{{}};
    protocol::instant gives_up_;
    bool over_ = false, found_ = false, leaves_ = false;
};

}  // namespace husky::conversations
