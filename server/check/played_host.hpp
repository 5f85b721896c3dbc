#pragma once

#include <list>

#include "scenario/live/connection.hpp"
#include "scenario/play/host_actor.hpp"

namespace husky::check {

/// One connection of a machine to a host that is played.
class live_host_link final : public play::host_connection {
  public:
    live_host_link(play::host_actor& of, play::reference_session& session, live::live_loop& on)
        : host_connection(of, session), link_(on) {}

    /// Completes when the connection is over.
    link::asio::awaitable<void> run(link::tcp::socket socket);

    [[nodiscard]] bool is_open() const override { return link_.is_open(); }
    void lose(bool half_open) override;
    void hold(bool on) override;
    void faults_changed() override { link_.faults_changed(); }

  private:
    void wake() override { link_.wake(); }

    live::connection link_;
};

/// The host of a scenario over TCP.
class played_host final : public play::host_actor {
  public:
    played_host(const play::reference_settings& settings, live::live_loop& on, scenario::engine& judge);

    /// Whether connections are taken now; others are dropped.
    [[nodiscard]] bool takes() const { return !is_barred(); }
    /// Serves a machine's connection. Completes when that is over, with whether it was a link. Many may run.
    link::asio::awaitable<bool> serve(link::tcp::socket socket);
    /// Ends all links.
    void leave();

  private:
    void later(std::function<void()> what) override;
    void engine_told() override { loop_->look_at_engine(); }
    [[nodiscard]] protocol::instant now() const override { return link::now(); }

    live::live_loop* loop_;
    std::list<live_host_link> links_;
};

}  // namespace husky::check
