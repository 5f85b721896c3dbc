#pragma once

#include "client/check/virtual_link.hpp"
#include "scenario/play/puppet_link.hpp"

namespace husky::check {

/// A puppet in a virtual world: one that plays a machine dials, one that plays a host takes one connection at a time
/// once it was told to connect.
class virtual_puppet final : public play::actor, public link::frame_watcher, public virtual_listener {
  public:
    virtual_puppet(const scenario::puppet& what, virtual_world& in, scenario::engine& judge);

    play::refusal connect() override;
    play::refusal close() override;
    play::refusal reset() override;
    play::refusal cut(bool half_open) override;
    play::refusal restore() override;
    play::refusal pause_reading(bool on) override;
    play::refusal say(std::span<const std::byte> message) override;

    bool accept(play::wire_end& from, const std::function<void(play::network::number)>& connected) override;
    void faults_changed() { link_.faults_changed(); }

    // link::frame_watcher
    void sent(const protocol::frame& f, protocol::instant at) override { saw(scenario::direction::sent, f, at); }
    void received(const protocol::frame& f, protocol::instant at) override {
        saw(scenario::direction::received, f, at);
    }

  private:
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    void tell(scenario::link_state to, std::string_view why);
    play::wire_end& open();
    play::refusal unconnected() const { return name() + " has no connection"; }

    virtual_world* world_;
    scenario::engine* judge_;
    std::deque<play::puppet_link> puppets_;  ///< one for each connection; only the last is used
    virtual_link<play::puppet_link> link_;
    bool listens_ = false, barred_ = false, leaves_ = false;
};

}  // namespace husky::check
