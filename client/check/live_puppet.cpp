#include "client/check/live_puppet.hpp"

namespace husky::check {

live_puppet::live_puppet(const scenario::puppet& what, live_floor& on, scenario::engine& judge)
    : actor(what.name, what.plays),
      floor_(&on),
      place_(on.next_place()),
      judge_(&judge),
      link_(on),
      give_up_(on.context().get_executor()) {}

void live_puppet::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    judge_->saw({name(), plays(), way, f, floor_->spoken().find(f.command)}, at);
    floor_->look_at_engine();
}

void live_puppet::tell(scenario::link_state to, std::string_view why) {
    judge_->link_changed(name(), to, why, link::now());
    floor_->look_at_engine();
}

play::refusal live_puppet::connect() {
    if (has_connection()) return name() + " has a connection already";
    if (barred_) return name() + " was cut off; restore it first";
    dialling_ = true;
    leaves_ = false;
    puppets_.emplace_back();
    floor_->tasks().spawn(dial());
    return std::nullopt;
}

link::asio::awaitable<void> live_puppet::dial() {
    link::tcp::socket socket(floor_->context());
    const auto failed = co_await floor_->reach(socket, place_, give_up_);
    dialling_ = false;
    if (floor_->stopping()) co_return;
    if (failed) {
        tell(scenario::link_state::refused, failed.message());
        floor_->unreachable(place_, failed);
        co_return;
    }
    floor_->reached();
    tell(scenario::link_state::connected, "");
    const auto why = co_await link_.serve(std::move(socket), puppets_.back(), this, name());
    if (!leaves_ && !floor_->stopping()) tell(scenario::link_state::closed, why);
}

play::refusal live_puppet::close() {
    if (!has_connection()) return unconnected();
    leaves_ = true;
    puppets_.back().close();
    link_.wake();
    return std::nullopt;
}

play::refusal live_puppet::reset() {
    if (!has_connection()) return unconnected();
    leaves_ = true;
    puppets_.back().reset();
    link_.wake();
    return std::nullopt;
}

play::refusal live_puppet::cut(bool half_open) {
    barred_ = true;
    if (half_open)
        link_.go_dead();
    else
        link_.reset();
    return std::nullopt;
}

play::refusal live_puppet::restore() {
    barred_ = false;
    return std::nullopt;
}

play::refusal live_puppet::pause_reading(bool on) {
    if (!link_.hold(on)) return unconnected();
    return std::nullopt;
}

play::refusal live_puppet::say(std::span<const std::byte> message) {
    if (!has_connection()) return unconnected();
    if (!puppets_.back().say(message)) return "more waits to be written by " + name() + " than may";
    link_.wake();
    return std::nullopt;
}

void live_puppet::leave() {
    give_up_.give();
    if (!puppets_.empty()) puppets_.back().close();
    link_.wake();
}

}  // namespace husky::check
