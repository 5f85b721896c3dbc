#include "client/check/virtual/virtual_puppet.hpp"

namespace husky::check {

virtual_puppet::virtual_puppet(const scenario::puppet& what, virtual_world& in, scenario::engine& judge)
    : puppet_actor(what, in.wire_dialect(), judge), world_(&in), link_(in) {}

play::wire_end& virtual_puppet::open() {
    return link_.open(new_session(), this, name(), true, [this] { lost("closed by the other end"); });
}

play::refusal virtual_puppet::connect() {
    if (link_.is_open()) return name() + " already has a connection";
    if (plays() == scenario::role::host) {
        listens_ = true;
        return std::nullopt;
    }
    if (is_barred()) return name() + " was cut off; restore it first";
    const bool taken = world_->dial(open(), [this](play::network::number at) {
        tell(scenario::link_state::connected, "");
        link_.joined(at, play::side::dialler);
    });
    if (taken) return std::nullopt;
    link_.forget();
    tell(scenario::link_state::refused, "nobody listens");
    return std::nullopt;
}

bool virtual_puppet::accept(play::wire_end& from, const virtual_world::when_connected& connected) {
    if (!listens_ || is_barred() || link_.is_open()) return false;
    const auto at = world_->net().connect(from, open());
    tell(scenario::link_state::connected, "");
    link_.joined(at, play::side::listener);
    connected(at);
    return true;
}

void virtual_puppet::tear_down() {
    link_.reset();
    link_.abandon();
}

}  // namespace husky::check
