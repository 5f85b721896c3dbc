#pragma once

#include "scenario/live/floor.hpp"
#include "scenario/live/held_session.hpp"

namespace husky::live {

/// The connections of one actor over TCP, one at a time.
template <class Session>
class connection {
  public:
    explicit connection(floor& on, protocol::link_kind kind = protocol::link_kind::machine_functions)
        : floor_(&on), kind_(kind) {}

    /// Completes when the connection is over; with why, empty where vanish() ended it. One at a time. The session and
    /// the watcher must outlive it.
    link::asio::awaitable<std::string> serve(link::tcp::socket socket, Session& session, link::frame_watcher* watcher,
                                             std::string machine) {
        handle_ = socket.native_handle();
        link::faulty_session<Session> shaped(session, floor_->spoken(), floor_->ground());
        shaped.set_watcher(watcher);
        if (watcher != nullptr) {
            shaped.set_faults(floor_->faults().placed());
            shaped.set_machine(machine, kind_);
        }
        held_session<Session> live(shaped);
        link::link_driver driver(std::move(socket), live, floor_->spoken(), floor_->scratch());
        shaped_ = watcher == nullptr ? nullptr : &shaped;
        live_ = &live;
        driver_ = &driver;
        silent_ = false;
        const floor::open_link counted(*floor_);
        const auto how = co_await driver.run();
        live_ = nullptr;
        driver_ = nullptr;
        shaped_ = nullptr;
        co_return silent_ ? std::string() : reason(how);
    }

    [[nodiscard]] bool is_open() const { return driver_ != nullptr && !silent_; }
    void wake() {
        if (driver_ != nullptr) driver_->wake();
    }
    bool hold(bool on) {
        if (!is_open()) return false;
        live_->hold(on);
        wake();
        return true;
    }
    void faults_changed() {
        if (shaped_ == nullptr) return;
        shaped_->set_faults(floor_->faults().placed());
        wake();
    }
    /// RST to the other end.
    void reset() {
        if (!is_open()) return;
        live_->tear_down();
        wake();
    }
    /// Nobody learns that nothing passes any more.
    void go_dead() {
        if (!is_open()) return;
        floor_->keep_open(handle_);
        live_->go_dead();
        wake();
    }
    /// The other end does not learn that this one is gone.
    void vanish() {
        if (!is_open()) return;
        go_dead();
        live_->tear_down();
        silent_ = true;
        wake();
    }

  private:
    static std::string reason(link::ending how) {
        switch (how) {
            case link::ending::closed_by_us:
                return "closed by us";
            case link::ending::closed_by_peer:
                return "closed by the other end";
            case link::ending::reset:
                break;
        }
        return "reset";
    }

    floor* floor_;
    protocol::link_kind kind_;
    link::link_driver<held_session<Session>>* driver_ = nullptr;
    held_session<Session>* live_ = nullptr;
    link::faulty_session<Session>* shaped_ = nullptr;
    int handle_ = -1;
    bool silent_ = false;
};

}  // namespace husky::live
