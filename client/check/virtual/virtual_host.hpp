#pragma once

#include "client/check/virtual/virtual_link.hpp"
#include "scenario/play/host_actor.hpp"

namespace husky::check {

class virtual_host;

/// One connection to a virtual host.
class virtual_host_link final : public play::host_connection {
  public:
    virtual_host_link(virtual_host& of, play::reference_session& session, virtual_world& in);

    /// The dialler's other end; then joined().
    play::wire_end& open(bool is_judged);
    void joined(play::network::number at) { link_.joined(at, play::side::listener); }

    [[nodiscard]] bool is_open() const override { return link_.is_open(); }
    void lose(bool half_open) override { link_.lose(half_open); }
    void hold(bool on) override { link_.hold(on); }
    void faults_changed() override { link_.faults_changed(); }

  private:
    void wake() override { link_.wake(); }

    virtual_link link_;
};

/// The reference host in a virtual world: the counterpart of machines, or the host that a scenario plays.
class virtual_host final : public play::host_actor {
  public:
    /// No judge: a counterpart.
    virtual_host(const play::reference_settings& settings, virtual_world& in, scenario::engine* judge);

    /// A virtual_world::listener.
    bool accept(play::wire_end& from, const virtual_world::when_connected& connected);

  private:
    void later(std::function<void()> what) override { world_->time().at(now(), std::move(what)); }
    void engine_told() override { world_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return world_->time().now(); }

    virtual_world* world_;
    std::deque<virtual_host_link> links_;  ///< they stay where they are, as long as the world lives
};

}  // namespace husky::check
