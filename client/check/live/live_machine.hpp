#pragma once

#include <optional>

#include "client/check/live/live_display.hpp"

namespace husky::check {

/// A machine that dials a host over TCP.
class live_machine final : public machine_actor {
  public:
    live_machine(const scenario_machines& of, std::size_t number, machine_loop& on, std::chrono::sys_seconds clock,
                 scenario::engine* judge);

    void begin();
    /// Ends its link and its coroutines.
    void leave();
    void faults_changed();

  private:
    bool sever(severing how) override;
    void vanish() override;
    void may_dial() override;
    bool hold(bool on) override { return link_.hold(on); }
    void woken() override;
    void engine_told() override { loop_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return link::now(); }
    void initialised() override {
        if (display_) display_->machine_linked();
    }
    link::asio::awaitable<void> keep_link();
    link::asio::awaitable<void> keep_time();

    machine_loop* loop_;
    link::host_port place_;
    live::connection link_;
    std::optional<live_display> display_;  ///< if it has one
    link::notice free_;
    link::asio::steady_timer clock_;
};

}  // namespace husky::check
