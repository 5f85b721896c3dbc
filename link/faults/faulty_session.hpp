#pragma once

#include "link/driver/link_driver.hpp"
#include "link/faults/link_faults.hpp"

namespace husky::link {

/// A link_session between a driver and the session that it wraps: faults in both directions, and a watcher. Where
/// neither is set every call goes straight through, and there is nothing but two pointers. Belongs to the thread of the
/// session, which must outlive it, as must the dialect and the ground.
template <link_session Session>
class faulty_session {
  public:
    faulty_session(Session& inner, const protocol::dialect& spoken, const fault_context& on)
        : inner_(inner), dialect_(spoken), ground_(on) {}

    /// Whose link it is, where the session knows before `init` has passed.
    void set_machine(const std::string& serial, protocol::link_kind kind = protocol::link_kind::machine_functions) {
        if (shaping_) shaping_->set_machine(serial, kind);
    }
    /// From now on these, in place of those before; the driver is to be woken.
    void set_faults(const std::shared_ptr<const fault_list>& faults) {
        if (shaping_ || !faults->empty()) shaping().set_faults(faults);
    }
    /// Null: nobody. It must outlive this or be taken away.
    void set_watcher(frame_watcher* watcher) {
        if (shaping_ || watcher != nullptr) shaping().set_watcher(watcher);
    }
    [[nodiscard]] bool is_active() const { return shaping_ != nullptr; }

    // For the link_driver.
    void received(const protocol::frame& f, protocol::instant at) {
        if (!shaping_) return inner_.received(f, at);
        shaping_->arrived(f, at, takes());
        deliver(at);
        shaping_->forget_arrived();
    }
    void framing_broken() {
        if (shaping_) {
            shaping_->hurry_in();
            deliver(ground_.now());
        }
        inner_.framing_broken();
    }
    void due(protocol::instant at) {
        if (!shaping_) return inner_.due(at);
        if (takes() && at >= shaping_->deadline_in()) {
            inner_.bytes_received(0);
            deliver(at);
            inner_.batch_received();
        }
        shaping_->due(at);
        if (!inner_.closing() && at >= inner_.deadline()) inner_.due(at);
    }
    [[nodiscard]] protocol::instant deadline() const {
        if (!shaping_) return inner_.deadline();
        const auto received = takes() ? shaping_->deadline_in() : protocol::never;
        const auto own = inner_.closing() ? protocol::never : protocol::instant(inner_.deadline());
        return std::min({own, received, shaping_->deadline_out()});
    }
    [[nodiscard]] protocol::frame_queue& outbox() {
        if (!shaping_) return inner_.outbox();
        const auto at = ground_.now();
        // Who drops or delays what a session says has taken it all the same: there is room for more.
        while (shaping_->take_from(inner_.outbox(), at) && !inner_.closing())
            inner_.room();
        if (inner_.closing()) shaping_->session_closes(at);
        return shaping_->outbox();
    }
    [[nodiscard]] bool closing() const {
        if (!shaping_) return inner_.closing();
        return shaping_->over(inner_.closing(), inner_.outbox().empty());
    }
    [[nodiscard]] bool paused() const {
        if (!shaping_) return inner_.paused();
        return shaping_->end() == protocol::fault_end::half_open || inner_.paused();
    }
    /// The connection is to be torn down, not closed in order.
    [[nodiscard]] bool resets() const {
        if constexpr (resetting_session<Session>)
            if (inner_.resets()) return true;
        return shaping_ && shaping_->end() == protocol::fault_end::reset;
    }
    void room() { inner_.room(); }
    void batch_received() {
        if (shaping_) deliver(ground_.now());
        inner_.batch_received();
    }
    void bytes_received(std::size_t n) { inner_.bytes_received(n); }
    void bytes_sent(std::size_t n) { inner_.bytes_sent(n); }

  private:
    link_faults& shaping() {
        if (!shaping_) shaping_ = std::make_unique<link_faults>(dialect_, ground_);
        return *shaping_;
    }
    [[nodiscard]] bool takes() const { return !inner_.closing() && !inner_.paused(); }
    void deliver(protocol::instant at) {
        while (takes()) {
            const auto f = shaping_->next(at);
            if (!f) break;
            inner_.received(*f, at);
        }
        if (shaping_->lost_framing()) inner_.framing_broken();
    }

    Session& inner_;
    const protocol::dialect& dialect_;
    const fault_context& ground_;
    std::unique_ptr<link_faults> shaping_;
};

}  // namespace husky::link
