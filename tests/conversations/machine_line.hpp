#pragma once

#include <deque>

#include "tests/conversations/performer.hpp"

namespace husky::conversations {

/// Who takes calls.
class listener {
  public:
    virtual ~listener() = default;
    /// A connection comes in. False if it does not come about.
    virtual bool accept(wire_end& caller, const std::function<void(wire::number)>& connected) = 0;

  protected:
    listener() = default;
    listener(const listener&) = default;
    listener& operator=(const listener&) = default;
};

/// Drives one link of a machine over its whole life: dials, performs, loses, waits, dials again.
template <class Link>
class machine_line {
  public:
    machine_line(surroundings& in, Link& link, listener& host, bool dials)
        : in_(&in), link_(&link), host_(&host), dials_(dials) {}

    void start() { plan(); }
    void stop() {
        stopped_ = true;
        wake();
    }
    void wake() {
        if (serving()) performers_.back().wake();
    }
    [[nodiscard]] bool serving() const { return !performers_.empty() && !performers_.back().over(); }
    [[nodiscard]] performer<machine_line>& present() { return performers_.back(); }

    /// Why this end closed its last connection; none if it did not.
    [[nodiscard]] protocol::close_reason last_closing() const { return last_closing_; }

    bool take_call(const std::function<bool(wire_end&, const std::function<void(wire::number)>&)>& call) {
        if (serving() || stopped_) return false;
        performers_.emplace_back(*in_, *this, end::machine, [this] { lost(); });
        const bool taken = call(performers_.back(), [this](wire::number at) {
            link_->connected(in_->time.now());
            performers_.back().joined(at);
        });
        if (!taken) performers_.pop_back();
        return taken;
    }

    // For the performer.
    void received(const protocol::frame& f, protocol::instant now) { link_->received(f, now); }
    void framing_broken() { link_->framing_broken(); }
    void due(protocol::instant now) { link_->due(now); }
    [[nodiscard]] protocol::instant deadline() const { return link_->deadline(); }
    [[nodiscard]] protocol::frame_queue& outbox() { return link_->outbox(); }
    [[nodiscard]] bool closing() const { return stopped_ || link_->closing(); }
    [[nodiscard]] bool paused() const { return false; }
    void room() { link_->room(); }
    void batch_received() {}

    /// Dials when the link says so.
    void plan() {
        if (!dials_ || stopped_ || planned_ || serving() || link_->reconnect_at() == protocol::never) return;
        planned_ = true;
        in_->time.at(link_->reconnect_at(), [this] {
            planned_ = false;
            dial();
        });
    }

  private:
    void dial() {
        if (stopped_) return;
        const bool taken = take_call([this](wire_end& self, const std::function<void(wire::number)>& connected) {
            return host_->accept(self, connected);
        });
        if (taken) return;
        link_->lost(in_->time.now());
        plan();
    }
    void lost() {
        last_closing_ = link_->reason();
        in_->seen.closings.insert(last_closing_);
        link_->lost(in_->time.now());
        plan();
    }

    surroundings* in_;
    Link* link_;
    listener* host_;
    bool dials_;
    std::deque<performer<machine_line>> performers_;
    protocol::close_reason last_closing_ = protocol::close_reason::none;
    bool planned_ = false, stopped_ = false;
};

}  // namespace husky::conversations
