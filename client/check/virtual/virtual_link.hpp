#pragma once

#include <deque>

#include "client/check/virtual/virtual_world.hpp"
#include "link/faults/faulty_session.hpp"
#include "scenario/play/driver.hpp"

namespace husky::check {

/// The connections of one end in a virtual world, one after the other. They stay where they are as long as the world
/// lives, for its agenda points to them.
class virtual_link {
  public:
    explicit virtual_link(virtual_world& in, protocol::link_kind kind = protocol::link_kind::machine_functions)
        : world_(&in), kind_(kind) {}

    /// A new connection for the session, which must outlive this. `over` is called when it has ended by itself.
    play::wire_end& open(link::link_session& session, link::frame_watcher* watcher, const std::string& machine,
                         bool has_faults, std::function<void()> over);
    void joined(play::network::number at, play::side self);
    /// It was not accepted.
    void forget();

    [[nodiscard]] bool is_open() const { return !wires_.empty() && !wires_.back().driver.over(); }
    [[nodiscard]] play::network::number connection() const { return wires_.back().driver.connection(); }
    void wake();
    bool hold(bool on);
    void faults_changed();
    /// Neither end is told.
    void abandon();
    void reset() { world_->net().reset(connection(), self_); }
    /// The network loses it; half_open: and tells neither end.
    void lose(bool half_open);

  private:
    struct wire {
        link::faulty_session session;
        play::driver driver;
        wire(virtual_world& in, link::link_session& inner, std::function<void()> over);
    };

    virtual_world* world_;
    protocol::link_kind kind_;
    std::deque<wire> wires_;
    play::side self_ = play::side::dialler;
    bool faults_ = false;
};

}  // namespace husky::check
