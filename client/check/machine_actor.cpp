#include "client/check/machine_actor.hpp"

#include <cmath>

#include "protocol/messages/variable_names.hpp"

namespace husky::check {

namespace {

/// In a row, before links and others have their turn: a cell may cost more than its time scale gives it.
constexpr int max_happenings = 64;

}  // namespace

machine_actor::machine_actor(const scenario_machines& of, std::size_t number, protocol::instant start,
                             std::chrono::sys_seconds clock, const protocol::dialect& wire_dialect,
                             cells::fleet_counts& counts, scenario::engine* judge)
    : actor(of.machines()[number].settings.serial, scenario::role::machine),
      wire_dialect_(&wire_dialect),
      judge_(judge),
      pace_start_(start),
      start_(start + of.start_of(number)),
      pace_(of.scale(), start),
      machine_(*of.machines()[number].kind, of.machines()[number].settings, of.machines()[number].seed, counts),
      husky_(machine_.add(std::make_unique<cells::husky_outlet>(machine_, of.link(), wire_dialect,
                                                                of.machines()[number].seed, counts))) {
    if (of.has_screens()) {
        machine_.add_screen();
        display_ = std::make_unique<cells::display_session>(machine_, of.link(), wire_dialect, of.seed(), counts);
        display_->on_news([this] { woken(); });
    }
    husky_.on_progress([this] { passed(); });
    machine_.model().start_clock(of.first_day().value_or(clock));
    machine_.keep_pace(pace_, start_ - pace_start_);
}

void machine_actor::advance() {
    const auto cycles = machine_.cycles();
    for (int done = 0; done < max_happenings && next_happening() <= now(); ++done)
        machine_.advance();
    if (machine_.cycles() == cycles || judge_ == nullptr) return;
    judge_->values_changed(name(), now());
    engine_told();
}

void machine_actor::saw(scenario::direction way, const protocol::frame& f, protocol::instant at) {
    if (judge_ == nullptr) return;
    judge_->saw({name(), plays(), way, f, wire_dialect_->find(f.command)}, at);
    engine_told();
}

void machine_actor::tell(scenario::link_state to, std::string_view why) {
    if (judge_ == nullptr) return;
    judge_->link_changed(name(), to, why, now());
    engine_told();
}

void machine_actor::connected() {
    connected_ = true;
    tell(scenario::link_state::connected, "");
    husky_.link().connected(now());
}

void machine_actor::dial_failed(std::string_view why) {
    tell(scenario::link_state::refused, why);
    husky_.lost(now());
}

void machine_actor::passed() {
    if (!husky_.link().linked()) return;
    if (!std::exchange(told_linked_, true)) tell(scenario::link_state::linked, "");
    initialised();
}

void machine_actor::connection_lost(std::string_view why) {
    if (!std::exchange(connected_, false)) return;
    told_linked_ = false;
    if (husky_.link().reason() == protocol::close_reason::refused)
        tell(scenario::link_state::refused, "the answer to init was not ok");
    tell(scenario::link_state::closed, why);
    husky_.lost(now());
    woken();
}

play::refusal machine_actor::reset() {
    if (!sever(severing::reset)) return name() + " has no connection";
    return std::nullopt;
}

play::refusal machine_actor::cut(bool half_open) {
    barred_ = true;
    sever(half_open ? severing::half_open : severing::cut);
    return std::nullopt;
}

play::refusal machine_actor::restore() {
    if (std::exchange(barred_, false) && has_power_) may_dial();
    return std::nullopt;
}

play::refusal machine_actor::pause_reading(bool on) {
    if (!hold(on)) return name() + " has no connection";
    return std::nullopt;
}

play::refusal machine_actor::say(std::span<const std::byte> message) {
    if (!connected_) return name() + " has no connection";
    if (husky_.outbox().add(message) != protocol::frame_queue::added::yes)
        return "too many bytes wait to be written to the host of " + name();
    woken();
    return std::nullopt;
}

boost::json::value machine_actor::value_of(std::string_view variable) const {
    const auto id = protocol::variable_by_name(variable);
    if (!id) return nullptr;
    protocol::value read;
    machine_.model().read(0, *id, read);
    if (const auto* whole = std::get_if<std::int32_t>(&read)) return *whole;
    if (const auto* measured = std::get_if<float>(&read))
        return std::isfinite(*measured) ? boost::json::value(static_cast<double>(*measured)) : nullptr;
    if (const auto* text = std::get_if<std::string>(&read)) return boost::json::string(*text);
    return nullptr;
}

}  // namespace husky::check
