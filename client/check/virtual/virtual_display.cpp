#include "client/check/virtual/virtual_display.hpp"

namespace husky::check {

virtual_display::virtual_display(cells::display_session& shown, virtual_world& in, link::frame_watcher* watcher)
    : shown_(&shown), world_(&in), watcher_(watcher), link_(in, protocol::link_kind::display) {}

void virtual_display::machine_linked() {
    if (std::exchange(machine_linked_, true)) return;
    shown_->link().allow(world_->time().now());
    plan();
}

void virtual_display::plan() {
    if (!machine_linked_ || link_.is_open()) return;
    const auto at = std::max(shown_->link().reconnect_at(), world_->time().now());
    world_->time().at(at, [this, number = ++planned_] {
        if (number == planned_) dial();
    });
}

void virtual_display::dial() {
    if (!machine_linked_ || link_.is_open()) return;
    auto& wire = link_.open(*shown_, watcher_, shown_->serial(), watcher_ != nullptr, [this] { lost(); });
    const bool taken = world_->dial(wire, [this](play::network::number at) {
        shown_->link().connected(world_->time().now());
        link_.joined(at, play::side::dialler);
    });
    if (taken) return;
    link_.forget();
    lost();
}

void virtual_display::lost() {
    shown_->link().lost(world_->time().now());
    plan();
}

void virtual_display::cut(bool half_open) {
    machine_linked_ = false;
    link_.lose(half_open);
}

void virtual_display::vanish() {
    machine_linked_ = false;
    if (!link_.is_open()) return;
    link_.abandon();
    shown_->link().lost(world_->time().now());
}

}  // namespace husky::check
