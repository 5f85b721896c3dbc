#include "scenario/play/puppet_actor.hpp"

namespace husky::play {

puppet_link& puppet_actor::new_session() {
    leaves_ = false;
    return sessions_.emplace_back();
}

void puppet_actor::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    judge_->saw({name(), plays(), way, f, wire_dialect_->find(f.command)}, at);
    engine_told();
}

void puppet_actor::tell(scenario::link_state to, std::string_view why) {
    judge_->link_changed(name(), to, why, now());
    engine_told();
}

void puppet_actor::lost(std::string_view why) {
    if (!leaves_) tell(scenario::link_state::closed, why);
}

refusal puppet_actor::close() {
    if (!has_connection()) return unconnected();
    leaves_ = true;
    session().close();
    wake();
    return std::nullopt;
}

refusal puppet_actor::reset() {
    if (!has_connection()) return unconnected();
    leaves_ = true;
    session().reset();
    tear_down();
    return std::nullopt;
}

refusal puppet_actor::cut(bool half_open) {
    barred_ = true;
    lose(half_open);
    return std::nullopt;
}

refusal puppet_actor::restore() {
    barred_ = false;
    return std::nullopt;
}

refusal puppet_actor::pause_reading(bool on) {
    if (!hold(on)) return unconnected();
    return std::nullopt;
}

refusal puppet_actor::say(std::span<const std::byte> message) {
    if (!has_connection()) return unconnected();
    if (!session().say(message)) return "too many bytes wait to be written by " + name();
    wake();
    return std::nullopt;
}

}  // namespace husky::play
