#include "client/check/virtual/virtual_host.hpp"

namespace husky::check {

virtual_host_link::virtual_host_link(virtual_host& of, play::reference_session& session, virtual_world& in)
    : host_connection(of, session), link_(in) {}

play::wire_end& virtual_host_link::open(bool is_judged) {
    return link_.open(*session(), is_judged ? this : nullptr, "", is_judged, [this] { over(); });
}

virtual_host::virtual_host(const play::reference_settings& settings, virtual_world& in, scenario::engine* judge)
    : host_actor(
          settings, in.wire_dialect(), [&in](protocol::instant) { return in.wall(); }, judge),
      world_(&in) {}

bool virtual_host::accept(play::wire_end& from, const virtual_world::when_connected& connected) {
    if (is_barred()) return false;
    auto* session = reference().accept(now());
    if (session == nullptr) return false;
    auto& l = links_.emplace_back(*this, *session, *world_);
    opened(l);
    const auto at = world_->net().connect(from, l.open(is_judged()));
    l.joined(at);
    connected(at);
    return true;
}

}  // namespace husky::check
