#include "scenario/step_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

step_list::step_list(const plan& p, const protocol::message_layouts& layouts, std::optional<role> plays)
    : plan_(&p), states_(p.steps.size()), plays_(plays) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        states_[i].heeds = !p.steps[i].heeds_after.has_value();
        look_for(i, layouts);
    }
    lose_sight();
    left_ = static_cast<std::size_t>(
        std::count_if(states_.begin(), states_.end(), [](const state& s) { return s.in_sight; }));
}

/// A serial may mean both ends of its link. Where one is played here, its message goes the only way that it has; where
/// both are, a message without a way counts once, where it arrives.
void step_list::look_for(std::size_t step, const protocol::message_layouts& layouts) {
    const auto* seen = std::get_if<on_message>(&plan_->steps[step].when);
    if (seen == nullptr) return;
    auto& s = states_[step];
    s.trigger = seen->pattern;
    const auto meant = ends_of(plan_->actors, seen->actor);
    const bool has_one_sender =
        s.trigger.message && !(sends(role::machine, *s.trigger.message) && sends(role::host, *s.trigger.message));
    if (meant.machine && meant.host && has_one_sender) {
        if (plays_)
            s.trigger.way.reset();
        else if (!s.trigger.way)
            s.trigger.way = direction::received;
    }
    s.match.emplace(s.trigger, layouts);
}

bool step_list::can_see(const step& s) const {
    if (const auto* m = std::get_if<on_message>(&s.when)) return ends_of(plan_->actors, m->actor).has(*plays_);
    if (const auto* l = std::get_if<on_link>(&s.when)) return ends_of(plan_->actors, l->actor).has(*plays_);
    return !std::holds_alternative<on_value>(s.when) || *plays_ == role::machine;
}

/// Steps of the other end, or of nobody, that wait for what only that end sees, and those that wait for them.
void step_list::lose_sight() {
    if (!plays_) return;
    for (bool lost = true; lost;) {
        lost = false;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            const auto& s = plan_->steps[i];
            const auto by = performer_of(plan_->actors, s);
            if (!states_[i].in_sight || by == plays_) continue;
            const auto* after = std::get_if<after_step>(&s.when);
            const bool follows = (after != nullptr && !states_[after->step].in_sight) ||
                                 (s.heeds_after && !states_[*s.heeds_after].in_sight);
            if (can_see(s) && !follows) continue;
            states_[i].in_sight = false;
            lost = true;
        }
    }
}

void step_list::arm(std::size_t step, instant at) {
    auto& s = states_[step];
    if (s.is != phase::waiting) return;
    s.is = phase::due;
    s.due = at + plan_->steps[step].delay;
}

void step_list::begin(instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i)
        if (const auto* at = std::get_if<at_offset>(&plan_->steps[i].when)) {
            const auto scaled = static_cast<double>(at->from_begin.count()) / plan_->time_scale;
            arm(i, now + duration(static_cast<duration::rep>(scaled)));
        }
}

void step_list::came(std::size_t step, std::uint32_t wanted, instant now) {
    if (++states_[step].hits >= wanted) arm(step, now);
}

void step_list::saw(const sighting& s, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        auto& waiting = states_[i];
        if (waiting.is != phase::waiting || !waiting.match || !waiting.heeds) continue;
        const auto& seen = std::get<on_message>(plan_->steps[i].when);
        const bool is_here = seen.actor == "host" ? s.played == role::host : is_meant(seen.actor, s.actor);
        if (is_here && waiting.match->matches(s)) came(i, seen.count, now);
    }
}

void step_list::link_changed(const actor_name& actor, link_state to, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::waiting || !states_[i].heeds) continue;
        const auto* seen = std::get_if<on_link>(&plan_->steps[i].when);
        if (seen == nullptr || seen->state != to) continue;
        if (seen->actor == "host" || is_meant(seen->actor, actor)) came(i, seen->count, now);
    }
}

void step_list::values_changed(const actor_name& machine, stage& on, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::waiting || !states_[i].heeds) continue;
        const auto* seen = std::get_if<on_value>(&plan_->steps[i].when);
        if (seen == nullptr || !is_meant(seen->actor, machine)) continue;
        const auto value = on.value_of(machine, seen->condition.field);
        if (holds(seen->condition, &value)) came(i, 1, now);
    }
}

std::optional<std::size_t> step_list::next(instant now) const {
    std::optional<std::size_t> first;
    if (stopped_) return first;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::due || states_[i].due > now) continue;
        if (!first || states_[i].due < states_[*first].due) first = i;
    }
    return first;
}

void step_list::done(std::size_t step, instant now) {
    states_[step].is = phase::done;
    ++done_;
    if (states_[step].in_sight) --left_;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const auto& each = plan_->steps[i];
        const auto* after = std::get_if<after_step>(&each.when);
        if (after != nullptr && after->step == step) arm(i, now);
        if (each.heeds_after == step) states_[i].heeds = true;
    }
}

instant step_list::deadline() const {
    auto first = protocol::never;
    if (stopped_) return first;
    for (const auto& s : states_)
        if (s.is == phase::due) first = std::min(first, s.due);
    return first;
}

std::string step_list::waits_for(std::size_t step) const {
    const auto& when = plan_->steps[step].when;
    auto out = "was to start " + outline_of(when, *plan_);
    if (states_[step].is == phase::due) return out;
    if (std::holds_alternative<on_message>(when) || std::holds_alternative<on_link>(when))
        out += fmt::format(": {} came", states_[step].hits);
    return out;
}

}  // namespace husky::scenario
