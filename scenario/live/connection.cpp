#include "scenario/live/connection.hpp"

#include "scenario/live/held_session.hpp"

namespace husky::live {

namespace {

std::string reason(link::ending how) {
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

}  // namespace

link::asio::awaitable<std::string> connection::serve(link::link_socket socket, link::link_session& session,
                                                     link::frame_watcher* watcher, std::string machine) {
    handle_ = socket.tcp_socket().native_handle();
    link::faulty_session faulty(session, loop_->wire_dialect(), loop_->fault_context());
    faulty.set_watcher(watcher);
    if (watcher != nullptr) {
        faulty.set_faults(loop_->faults().placed());
        faulty.set_machine(machine, kind_);
    }
    held_session held(faulty);
    link::link_driver driver(std::move(socket), held, loop_->wire_dialect(), loop_->scratch());
    faulty_ = watcher == nullptr ? nullptr : &faulty;
    held_ = &held;
    driver_ = &driver;
    silent_ = false;
    const live_loop::open_link counted(*loop_);
    const auto how = co_await driver.run();
    held_ = nullptr;
    driver_ = nullptr;
    faulty_ = nullptr;
    co_return silent_ ? std::string() : reason(how);
}

void connection::wake() {
    if (driver_ != nullptr) driver_->wake();
}

bool connection::hold(bool on) {
    if (!is_open()) return false;
    held_->hold(on);
    wake();
    return true;
}

void connection::faults_changed() {
    if (faulty_ == nullptr) return;
    faulty_->set_faults(loop_->faults().placed());
    wake();
}

void connection::reset() {
    if (!is_open()) return;
    held_->tear_down();
    wake();
}

void connection::go_dead() {
    if (!is_open()) return;
    loop_->keep_open(handle_);
    held_->go_dead();
    wake();
}

void connection::vanish() {
    if (!is_open()) return;
    go_dead();
    held_->tear_down();
    silent_ = true;
    wake();
}

}  // namespace husky::live
