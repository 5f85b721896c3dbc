#pragma once

#include <deque>

#include "client/check/virtual_world.hpp"
#include "link/faults/faulty_session.hpp"
#include "scenario/play/driver.hpp"
#include "scenario/play/puppet_link.hpp"

namespace husky::check {

/// The connections of one end in a virtual world, one after the other. They stay where they are as long as the world
/// lives, for its agenda points to them.
template <class Session>
class virtual_link {
  public:
    explicit virtual_link(virtual_world& in, protocol::link_kind kind = protocol::link_kind::machine_functions)
        : world_(&in), kind_(kind) {}

    /// A new connection for the session, which must outlive this. `over` is called when it has ended by itself.
    play::wire_end& open(Session& session, link::frame_watcher* watcher, const std::string& machine, bool has_faults,
                         std::function<void()> over) {
        wires_.emplace_back(*world_, session, std::move(over));
        auto& shaped = wires_.back().shaped;
        shaped.set_watcher(watcher);
        faults_ = has_faults;
        if (has_faults) {
            shaped.set_faults(world_->faults().placed());
            shaped.set_machine(machine, kind_);
        }
        return wires_.back().driver;
    }
    void joined(play::network::number at, play::side self) {
        self_ = self;
        wires_.back().driver.joined(at, self);
    }
    /// Nobody took it.
    void forget() {
        wires_.back().driver.abandon();
        wires_.pop_back();
    }

    [[nodiscard]] bool is_open() const { return !wires_.empty() && !wires_.back().driver.over(); }
    [[nodiscard]] play::network::number connection() const { return wires_.back().driver.connection(); }
    void wake() {
        if (is_open()) wires_.back().driver.wake();
    }
    bool hold(bool on) {
        if (!is_open()) return false;
        wires_.back().driver.pause(on);
        return true;
    }
    void faults_changed() {
        if (!is_open() || !faults_) return;
        wires_.back().shaped.set_faults(world_->faults().placed());
        wake();
    }
    /// Nobody is told, at either end.
    void abandon() {
        if (!is_open()) return;
        wires_.back().driver.abandon();
        world_->net().go_dead(connection());
    }
    void reset() { world_->net().reset(connection(), self_); }
    /// The network loses it; half_open: and tells nobody.
    void lose(bool half_open) {
        if (!is_open()) return;
        if (half_open)
            world_->net().go_dead(connection());
        else
            world_->net().cut(connection());
    }

  private:
    /// More than any session keeps, and what its faults keep back.
    static constexpr std::size_t most_unwritten = 2 * play::puppet_link::most_waiting.bytes;

    struct wire {
        link::faulty_session<Session> shaped;
        play::driver<link::faulty_session<Session>> driver;
        wire(virtual_world& in, Session& session, std::function<void()> over)
            : shaped(session, in.spoken(), in.ground()),
              driver(in.time(), in.net(), shaped, in.spoken(), std::move(over), most_unwritten) {}
    };

    virtual_world* world_;
    protocol::link_kind kind_;
    std::deque<wire> wires_;
    play::side self_ = play::side::dialler;
    bool faults_ = false;
};

}  // namespace husky::check
