#include "scenario/step_board.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

step_board::step_board(const plan& p, const protocol::message_book& book) : plan_(&p), states_(p.steps.size()) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        states_[i].heeds = !p.steps[i].heeds_after.has_value();
        if (const auto* seen = std::get_if<on_message>(&p.steps[i].when)) states_[i].match.emplace(seen->what, book);
    }
}

void step_board::arm(std::size_t step, instant at) {
    auto& s = states_[step];
    if (s.is != phase::waiting) return;
    s.is = phase::due;
    s.due = at + plan_->steps[step].delay;
}

void step_board::begin(instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i)
        if (const auto* at = std::get_if<at_offset>(&plan_->steps[i].when)) {
            const auto scaled = static_cast<double>(at->from_begin.count()) / plan_->time_scale;
            arm(i, now + duration(static_cast<duration::rep>(scaled)));
        }
}

void step_board::came(std::size_t step, std::uint32_t wanted, instant now) {
    if (++states_[step].hits >= wanted) arm(step, now);
}

void step_board::saw(const sighting& s, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        auto& waiting = states_[i];
        if (waiting.is != phase::waiting || !waiting.match || !waiting.heeds) continue;
        const auto& seen = std::get<on_message>(plan_->steps[i].when);
        const bool is_here = seen.actor == "host" ? s.played == role::host : is_meant(seen.actor, s.actor);
        if (is_here && waiting.match->matches(s)) came(i, seen.count, now);
    }
}

void step_board::link_changed(const actor_name& actor, link_state to, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::waiting || !states_[i].heeds) continue;
        const auto* seen = std::get_if<on_link>(&plan_->steps[i].when);
        if (seen == nullptr || seen->state != to) continue;
        if (seen->actor == "host" || is_meant(seen->actor, actor)) came(i, seen->count, now);
    }
}

void step_board::values_changed(const actor_name& machine, stage& on, instant now) {
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::waiting || !states_[i].heeds) continue;
        const auto* seen = std::get_if<on_value>(&plan_->steps[i].when);
        if (seen == nullptr || !is_meant(seen->actor, machine)) continue;
        const auto value = on.value_of(machine, seen->what.field);
        if (holds(seen->what, &value)) came(i, 1, now);
    }
}

std::optional<std::size_t> step_board::next(instant now) const {
    std::optional<std::size_t> first;
    if (stopped_) return first;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_[i].is != phase::due || states_[i].due > now) continue;
        if (!first || states_[i].due < states_[*first].due) first = i;
    }
    return first;
}

void step_board::done(std::size_t step, instant now) {
    states_[step].is = phase::done;
    ++done_;
    for (std::size_t i = 0; i < states_.size(); ++i) {
        const auto& each = plan_->steps[i];
        const auto* after = std::get_if<after_step>(&each.when);
        if (after != nullptr && after->step == step) arm(i, now);
        if (each.heeds_after == step) states_[i].heeds = true;
    }
}

instant step_board::deadline() const {
    auto first = protocol::never;
    if (stopped_) return first;
    for (const auto& s : states_)
        if (s.is == phase::due) first = std::min(first, s.due);
    return first;
}

std::string step_board::waits_for(std::size_t step) const {
    const auto& when = plan_->steps[step].when;
    auto out = "was to start " + outline_of(when, *plan_);
    if (states_[step].is == phase::due) return out;
    if (std::holds_alternative<on_message>(when) || std::holds_alternative<on_link>(when))
        out += fmt::format(": {} came", states_[step].hits);
    return out;
}

}  // namespace husky::scenario
