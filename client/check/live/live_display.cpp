#include "client/check/live/live_display.hpp"

namespace husky::check {

live_display::live_display(cells::display_session& shown, machine_loop& on, link::host_port host,
                           link::frame_watcher* watcher)
    : shown_(&shown),
      loop_(&on),
      host_(std::move(host)),
      watcher_(watcher),
      link_(on, protocol::link_kind::display),
      changed_(on.context().get_executor()),
      place_left_(on.context().get_executor()) {}

void live_display::machine_linked() {
    if (std::exchange(machine_linked_, true)) return;
    shown_->link().allow(link::now());
    changed_.give();
}

link::asio::awaitable<void> live_display::machine_lost() {
    machine_linked_ = false;
    if (!loop_->listens()) co_return;
    link_.reset();
    changed_.give();
    while (holds_place_ && !loop_->stopping())
        co_await place_left_.wait();
}

/// A host that dials may come at once.
protocol::instant live_display::due() const {
    if (!machine_linked_) return protocol::never;
    return loop_->listens() ? link::now() : shown_->link().reconnect_at();
}

link::asio::awaitable<void> live_display::keep_link() {
    while (!loop_->stopping()) {
        const auto at = due();
        if (at > link::now()) {
            co_await link::wait_until(at, changed_);
            continue;
        }
        link::link_socket socket(link::tcp::socket(loop_->context()));
        holds_place_ = loop_->listens();
        const auto failed = co_await loop_->reach(socket, host_, changed_);
        holds_place_ = false;
        place_left_.give();
        if (loop_->stopping()) co_return;
        if (!failed) {
            shown_->link().connected(link::now());
            co_await link_.serve(std::move(socket), *shown_, watcher_, shown_->serial());
        }
        shown_->link().lost(link::now());
        if (failed && machine_linked_) co_await link::wait_until(shown_->link().reconnect_at(), changed_);
    }
}

void live_display::leave() {
    shown_->close();
    changed_.give();
    place_left_.give();
    link_.wake();
}

void live_display::cut(bool half_open) {
    machine_linked_ = false;
    if (half_open)
        link_.go_dead();
    else
        link_.reset();
}

void live_display::vanish() {
    machine_linked_ = false;
    link_.vanish();
}

}  // namespace husky::check
