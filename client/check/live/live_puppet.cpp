#include "client/check/live/live_puppet.hpp"

namespace husky::check {

live_puppet::live_puppet(const scenario::puppet& what, machine_loop& on, scenario::engine& judge)
    : puppet(what, on, judge), loop_(&on), place_(on.next_place()), give_up_(on.context().get_executor()) {}

play::refusal live_puppet::connect() {
    if (has_connection()) return name() + " already has a connection";
    if (is_barred()) return name() + " was cut off; restore it first";
    dialling_ = true;
    new_session();
    loop_->tasks().spawn(dial());
    return std::nullopt;
}

link::asio::awaitable<void> live_puppet::dial() {
    link::link_socket socket(link::tcp::socket(loop_->context()));
    const auto failed = co_await loop_->reach(socket, place_, give_up_);
    dialling_ = false;
    if (loop_->stopping()) co_return;
    if (failed) {
        tell(scenario::link_state::refused, failed.message());
        loop_->unreachable(place_, failed);
        co_return;
    }
    loop_->reached();
    co_await serve(std::move(socket));
}

void live_puppet::leave() {
    give_up_.give();
    puppet::leave();
}

}  // namespace husky::check
