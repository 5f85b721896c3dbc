#include "scenario/screen_need.hpp"

#include <algorithm>

#include "protocol/messages/catalogue.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

namespace {

// Whether an actor of the scenario is to see or send such a message; puppets need no help for that.

bool needs_screen(const cast& actors, const actor_name& actor, std::optional<protocol::message_index> message) {
    return find_puppet(actors, actor) == nullptr && message &&
           protocol::traits_of(*message).link == protocol::link_kind::display;
}

bool needs_screen(const cast& actors, const protocol::fault& f) { return needs_screen(actors, f.machine, f.message); }

bool needs_screen(const cast& actors, const step& s) {
    const auto* seen = std::get_if<on_message>(&s.when);
    if (seen != nullptr && needs_screen(actors, seen->actor, seen->pattern.message)) return true;
    const auto* hand = std::get_if<cell_action>(&s.action);
    if (hand != nullptr && std::holds_alternative<key_action>(*hand)) return true;
    const auto* f = std::get_if<fault_action>(&s.action);
    return f != nullptr && find_puppet(actors, s.actor) == nullptr && needs_screen(actors, f->fault);
}

bool needs_screen(const cast& actors, const expectation& e) {
    if (const auto* d = std::get_if<expect_messages>(&e.demand))
        return needs_screen(actors, d->actor, d->pattern.message);
    if (const auto* d = std::get_if<expect_values>(&e.demand)) return needs_screen(actors, d->actor, d->in.message);
    const auto* d = std::get_if<expect_order>(&e.demand);
    return d != nullptr && std::any_of(d->patterns.begin(), d->patterns.end(), [&](const auto& pattern) {
               return needs_screen(actors, d->actor, pattern.message);
           });
}

}  // namespace

bool needs_screens(const plan& p) {
    const auto any = [&](const auto& all) {
        return std::any_of(all.begin(), all.end(), [&](const auto& each) { return needs_screen(p.actors, each); });
    };
    return any(p.steps) || any(p.expectations) || any(p.faults);
}

}  // namespace husky::scenario
