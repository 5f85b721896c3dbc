#pragma once

#include "scenario/live/connection.hpp"
#include "scenario/play/puppet_actor.hpp"

namespace husky::live {

/// A puppet over TCP. Where its connections come from is for what is derived from it.
class puppet : public play::puppet_actor {
  public:
    puppet(const scenario::puppet& what, live_loop& on, scenario::engine& judge);

    /// Ends its connection.
    virtual void leave();
    void faults_changed() { link_.faults_changed(); }

  protected:
    [[nodiscard]] bool has_connection() const override { return link_.is_open(); }
    void wake() override { link_.wake(); }
    bool hold(bool on) override { return link_.hold(on); }
    void tear_down() override { link_.wake(); }
    void lose(bool half_open) override;
    void engine_told() override { loop_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return link::now(); }

    /// Serves a connection with the puppet's last session. Completes when it is over. One at a time.
    link::asio::awaitable<void> serve(link::link_socket socket);

  private:
    live_loop* loop_;
    connection link_;
};

}  // namespace husky::live
