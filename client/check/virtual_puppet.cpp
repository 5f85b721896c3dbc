#include "client/check/virtual_puppet.hpp"

namespace husky::check {

virtual_puppet::virtual_puppet(const scenario::puppet& what, virtual_world& in, scenario::engine& judge)
    : actor(what.name, what.plays), world_(&in), judge_(&judge), link_(in) {}

void virtual_puppet::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    judge_->saw({name(), plays(), way, f, world_->spoken().find(f.command)}, at);
    world_->look_at_engine();
}

void virtual_puppet::tell(scenario::link_state to, std::string_view why) {
    judge_->link_changed(name(), to, why, world_->time().now());
    world_->look_at_engine();
}

play::wire_end& virtual_puppet::open() {
    leaves_ = false;
    puppets_.emplace_back();
    return link_.open(puppets_.back(), this, name(), true, [this] {
        if (!leaves_) tell(scenario::link_state::closed, "closed by the other end");
    });
}

play::refusal virtual_puppet::connect() {
    if (link_.is_open()) return name() + " has a connection already";
    if (plays() == scenario::role::host) {
        listens_ = true;
        return std::nullopt;
    }
    if (barred_) return name() + " was cut off; restore it first";
    const bool taken = world_->dial(open(), [this](play::network::number at) {
        tell(scenario::link_state::connected, "");
        link_.joined(at, play::side::dialler);
    });
    if (taken) return std::nullopt;
    link_.forget();
    tell(scenario::link_state::refused, "nobody listens");
    return std::nullopt;
}

bool virtual_puppet::accept(play::wire_end& from, const std::function<void(play::network::number)>& connected) {
    if (!listens_ || barred_ || link_.is_open()) return false;
    const auto at = world_->net().connect(from, open());
    tell(scenario::link_state::connected, "");
    link_.joined(at, play::side::listener);
    connected(at);
    return true;
}

play::refusal virtual_puppet::close() {
    if (!link_.is_open()) return unconnected();
    leaves_ = true;
    puppets_.back().close();
    link_.wake();
    return std::nullopt;
}

play::refusal virtual_puppet::reset() {
    if (!link_.is_open()) return unconnected();
    leaves_ = true;
    puppets_.back().reset();
    link_.reset();
    link_.abandon();
    return std::nullopt;
}

play::refusal virtual_puppet::cut(bool half_open) {
    barred_ = true;
    if (!link_.is_open()) return std::nullopt;
    if (half_open)
        world_->net().go_dead(link_.connection());
    else
        world_->net().cut(link_.connection());
    return std::nullopt;
}

play::refusal virtual_puppet::restore() {
    barred_ = false;
    return std::nullopt;
}

play::refusal virtual_puppet::pause_reading(bool on) {
    if (!link_.hold(on)) return unconnected();
    return std::nullopt;
}

play::refusal virtual_puppet::say(std::span<const std::byte> message) {
    if (!link_.is_open()) return unconnected();
    if (!puppets_.back().say(message)) return "more waits to be written by " + name() + " than may";
    link_.wake();
    return std::nullopt;
}

}  // namespace husky::check
