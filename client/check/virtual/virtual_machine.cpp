#include "client/check/virtual/virtual_machine.hpp"

namespace husky::check {

virtual_machine::virtual_machine(const scenario_machines& of, std::size_t number, virtual_world& in,
                                 scenario::engine* judge)
    : machine_actor(of, number, in.time().now(), in.wall(), in.wire_dialect(), in.counts(), judge),
      world_(&in),
      link_(in) {
    if (display() != nullptr) display_.emplace(*display(), in, is_judged() ? this : nullptr);
}

void virtual_machine::faults_changed() {
    link_.faults_changed();
    if (display_) display_->faults_changed();
}

void virtual_machine::vanish() {
    link_.abandon();
    if (display_) display_->vanish();
}

void virtual_machine::begin() {
    dial_at(start());
    arm();
}

/// The next event, or an earlier one than was armed.
void virtual_machine::arm() {
    const auto due = next_happening();
    if (due >= armed_) return;
    armed_ = std::max(due, world_->time().now());
    world_->time().at(armed_, [this] {
        if (world_->time().now() < armed_) return;
        armed_ = protocol::never;
        advance();
        woken();
    });
}

void virtual_machine::woken() {
    link_.wake();
    arm();
}

void virtual_machine::may_dial() {
    if (!link_.is_open()) dial_at(world_->time().now());
}

void virtual_machine::dial_at(protocol::instant when) {
    if (when >= dial_due_) return;
    dial_due_ = when;
    world_->time().at(when, [this, when] {
        if (dial_due_ != when) return;
        dial_due_ = protocol::never;
        dial();
    });
}

void virtual_machine::dial() {
    if (is_barred() || link_.is_open()) return;
    auto& wire = link_.open(husky(), is_judged() ? this : nullptr, name(), is_judged(), [this] { lost(); });
    const bool taken = world_->dial(wire, [this](play::network::number at) {
        connected();
        link_.joined(at, play::side::dialler);
    });
    if (taken) return;
    link_.forget();
    dial_failed("nobody listens");
    dial_at(husky().link().reconnect_at());
}

void virtual_machine::lost() {
    if (display_) display_->machine_lost();
    connection_lost(husky().closing() ? "closed by the machine" : "closed by the host");
    dial_at(husky().link().reconnect_at());
}

bool virtual_machine::sever(severing how) {
    if (display_ && how != severing::reset) display_->cut(how == severing::half_open);
    if (!link_.is_open()) return false;
    if (how != severing::reset) {
        link_.lose(how == severing::half_open);
        return true;
    }
    link_.reset();
    link_.abandon();
    lost();
    return true;
}

}  // namespace husky::check
