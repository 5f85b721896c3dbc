#pragma once

#include "client/check/virtual/virtual_link.hpp"
#include "scenario/play/puppet_actor.hpp"

namespace husky::check {

/// A puppet in a virtual world: one that plays a machine dials, one that plays a host takes one connection at a time
/// once it was told to connect.
class virtual_puppet final : public play::puppet_actor {
  public:
    virtual_puppet(const scenario::puppet& what, virtual_world& in, scenario::engine& judge);

    play::refusal connect() override;
    /// A virtual_world::listener.
    bool accept(play::wire_end& from, const virtual_world::when_connected& connected);
    void faults_changed() { link_.faults_changed(); }

  private:
    [[nodiscard]] bool has_connection() const override { return link_.is_open(); }
    void wake() override { link_.wake(); }
    bool hold(bool on) override { return link_.hold(on); }
    void tear_down() override;
    void lose(bool half_open) override { link_.lose(half_open); }
    void engine_told() override { world_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return world_->time().now(); }
    play::wire_end& open();

    virtual_world* world_;
    virtual_link link_;
    bool listens_ = false;
};

}  // namespace husky::check
