#pragma once

#include <deque>

#include "client/check/live_link.hpp"
#include "scenario/play/puppet_link.hpp"

namespace husky::check {

/// A puppet that plays a machine over TCP.
class live_puppet final : public play::actor, public link::frame_watcher {
  public:
    live_puppet(const scenario::puppet& what, live_floor& on, scenario::engine& judge);

    /// Dials, or waits for the host; what is said meanwhile is written when the host has taken the connection.
    play::refusal connect() override;
    play::refusal close() override;
    play::refusal reset() override;
    play::refusal cut(bool half_open) override;
    play::refusal restore() override;
    play::refusal pause_reading(bool on) override;
    play::refusal say(std::span<const std::byte> message) override;
    void leave();
    void faults_changed() { link_.faults_changed(); }

    // link::frame_watcher
    void sent(const protocol::frame& f, protocol::instant at) override { saw(scenario::direction::sent, f, at); }
    void received(const protocol::frame& f, protocol::instant at) override {
        saw(scenario::direction::received, f, at);
    }

  private:
    void saw(scenario::direction way, const protocol::frame& f, protocol::instant at);
    void tell(scenario::link_state to, std::string_view why);
    link::asio::awaitable<void> dial();
    [[nodiscard]] bool has_connection() const { return dialling_ || link_.is_open(); }
    [[nodiscard]] play::refusal unconnected() const { return name() + " has no connection"; }

    live_floor* floor_;
    link::host_port place_;
    scenario::engine* judge_;
    std::deque<play::puppet_link> puppets_;  ///< one for each connection; only the last is used
    live_link<play::puppet_link> link_;
    link::notice give_up_;
    bool dialling_ = false, barred_ = false, leaves_ = false;
};

}  // namespace husky::check
