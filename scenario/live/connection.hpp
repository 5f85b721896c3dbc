#pragma once

#include <string>

#include "link/driver/link_driver.hpp"
#include "link/faults/faulty_session.hpp"
#include "scenario/live/live_loop.hpp"

namespace husky::live {

class held_session;

/// The connections of one actor over TCP, one at a time.
class connection {
  public:
    explicit connection(live_loop& on, protocol::link_kind kind = protocol::link_kind::machine_functions)
        : loop_(&on), kind_(kind) {}

    /// Completes when the connection is over; with why, empty where vanish() ended it. One at a time. The session and
    /// the watcher, which may be null, must outlive it; without a watcher there are no faults either.
    link::asio::awaitable<std::string> serve(link::link_socket socket, link::link_session& session,
                                             link::frame_watcher* watcher, std::string machine);

    [[nodiscard]] bool is_open() const { return driver_ != nullptr && !silent_; }
    void wake();
    bool hold(bool on);
    void faults_changed();
    /// RST to the other end.
    void reset();
    /// Nothing passes any more, and neither end is told.
    void go_dead();
    /// The other end does not learn that this one is gone.
    void vanish();

  private:
    live_loop* loop_;
    protocol::link_kind kind_;
    link::link_driver* driver_ = nullptr;
    held_session* held_ = nullptr;
    link::faulty_session* faulty_ = nullptr;
    int handle_ = -1;
    bool silent_ = false;
};

}  // namespace husky::live
