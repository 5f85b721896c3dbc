#pragma once

#include "client/check/live/machine_loop.hpp"
#include "scenario/live/puppet.hpp"

namespace husky::check {

/// A puppet that plays a machine over TCP.
class live_puppet final : public live::puppet {
  public:
    live_puppet(const scenario::puppet& what, machine_loop& on, scenario::engine& judge);

    /// Dials, or waits for the host; what is sent meanwhile is written when the connection is there.
    play::refusal connect() override;
    void leave() override;

  private:
    link::asio::awaitable<void> dial();
    [[nodiscard]] bool has_connection() const override { return dialling_ || puppet::has_connection(); }

    machine_loop* loop_;
    link::host_port place_;
    link::notice give_up_;
    bool dialling_ = false;
};

}  // namespace husky::check
