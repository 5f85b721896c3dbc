#include "scenario/live/puppet.hpp"

namespace husky::live {

puppet::puppet(const scenario::puppet& what, live_loop& on, scenario::engine& judge)
    : puppet_actor(what, on.wire_dialect(), judge), loop_(&on), link_(on) {}

link::asio::awaitable<void> puppet::serve(link::link_socket socket) {
    tell(scenario::link_state::connected, "");
    const auto why = co_await link_.serve(std::move(socket), session(), this, name());
    if (!loop_->stopping()) lost(why);
}

void puppet::lose(bool half_open) {
    if (half_open)
        link_.go_dead();
    else
        link_.reset();
}

void puppet::leave() {
    if (has_session()) session().close();
    link_.wake();
}

}  // namespace husky::live
