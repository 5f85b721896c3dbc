#include "client/check/virtual/virtual_link.hpp"

#include "scenario/play/puppet_link.hpp"

namespace husky::check {

namespace {

/// More than any session keeps, and what its faults hold back.
constexpr std::size_t max_unwritten = 2 * play::puppet_link::max_waiting.bytes;

}  // namespace

virtual_link::wire::wire(virtual_world& in, link::link_session& inner, std::function<void()> over)
    : session(inner, in.wire_dialect(), in.fault_context()),
      driver(in.time(), in.net(), session, in.wire_dialect(), std::move(over), max_unwritten) {}

play::wire_end& virtual_link::open(link::link_session& session, link::frame_watcher* watcher,
                                   const std::string& machine, bool has_faults, std::function<void()> over) {
    auto& opened = wires_.emplace_back(*world_, session, std::move(over));
    opened.session.set_watcher(watcher);
    faults_ = has_faults;
    if (has_faults) {
        opened.session.set_faults(world_->faults().placed());
        opened.session.set_machine(machine, kind_);
    }
    return opened.driver;
}

void virtual_link::joined(play::network::number at, play::side self) {
    self_ = self;
    wires_.back().driver.joined(at, self);
}

void virtual_link::forget() {
    wires_.back().driver.abandon();
    wires_.pop_back();
}

void virtual_link::wake() {
    if (is_open()) wires_.back().driver.wake();
}

bool virtual_link::hold(bool on) {
    if (!is_open()) return false;
    wires_.back().driver.pause(on);
    return true;
}

void virtual_link::faults_changed() {
    if (!is_open() || !faults_) return;
    wires_.back().session.set_faults(world_->faults().placed());
    wake();
}

void virtual_link::abandon() {
    if (!is_open()) return;
    wires_.back().driver.abandon();
    world_->net().go_dead(connection());
}

void virtual_link::lose(bool half_open) {
    if (!is_open()) return;
    if (half_open)
        world_->net().go_dead(connection());
    else
        world_->net().cut(connection());
}

}  // namespace husky::check
