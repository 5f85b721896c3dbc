#pragma once

#include "client/check/live/machine_loop.hpp"
#include "client/outlets/display_session.hpp"
#include "scenario/live/connection.hpp"

namespace husky::check {

/// The display link of a machine over TCP: dialled while the machine is linked, as a fleet's is; or, of a machine that
/// waits for its host, accepted at the machine's address meanwhile.
class live_display {
  public:
    /// `shown` and `watcher`, which may be null, must outlive it.
    live_display(cells::display_session& shown, machine_loop& on, link::host_port host, link::frame_watcher* watcher);

    void begin() { loop_->tasks().spawn(keep_link()); }
    /// Ends its link and its coroutine.
    void leave();
    /// The machine's own link was initialised; also if it is told again.
    void machine_linked();
    /// Its own link is over. Completes when the address where a machine waits for its host is free.
    link::asio::awaitable<void> machine_lost();
    /// The cable is pulled.
    void cut(bool half_open);
    /// The machine is without power: the other end is not told.
    void vanish();
    void faults_changed() { link_.faults_changed(); }

  private:
    link::asio::awaitable<void> keep_link();
    [[nodiscard]] protocol::instant due() const;

    cells::display_session* shown_;
    machine_loop* loop_;
    link::host_port host_;
    link::frame_watcher* watcher_;
    live::connection link_;
    link::notice changed_, place_left_;
    bool machine_linked_ = false;
    bool holds_place_ = false;  ///< where it waits for its host
};

}  // namespace husky::check
