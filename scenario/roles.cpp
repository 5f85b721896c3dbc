#include "scenario/roles.hpp"

#include <algorithm>

#include "protocol/messages/catalogue.hpp"

namespace husky::scenario {

namespace {

/// Whether such a message passes that way at an end.
bool is_seen_at(role end, const message_pattern& what) {
    if (!what.message || !what.way) return true;
    return sends(*what.way == direction::sent ? end : other(end), *what.message);
}

bool is_seen_at(role end, const demand& what) {
    if (const auto* d = std::get_if<expect_messages>(&what)) return is_seen_at(end, d->pattern);
    if (const auto* d = std::get_if<expect_values>(&what)) return is_seen_at(end, d->in);
    if (const auto* d = std::get_if<expect_order>(&what))
        return std::all_of(d->patterns.begin(), d->patterns.end(),
                           [&](const auto& each) { return is_seen_at(end, each); });
    return true;
}

}  // namespace

const puppet* find_puppet(const cast& actors, std::string_view name) {
    const auto at =
        std::find_if(actors.puppets.begin(), actors.puppets.end(), [&](const puppet& p) { return p.name == name; });
    return at == actors.puppets.end() ? nullptr : &*at;
}

ends ends_of(const cast& actors, std::string_view actor) {
    if (const auto* own = find_puppet(actors, actor)) return {own->plays == role::machine, own->plays == role::host};
    if (actor == "host") return {false, actors.host.has_value()};
    ends meant{actors.machines.has_value(), actors.host.has_value()};
    for (const auto& p : actors.puppets) {
        if (!is_meant(actor, p.name)) continue;
        (p.plays == role::machine ? meant.machine : meant.host) = true;
    }
    return meant;
}

ends ends_in(const cast& actors) {
    ends in{actors.machines.has_value(), actors.host.has_value()};
    for (const auto& p : actors.puppets)
        (p.plays == role::machine ? in.machine : in.host) = true;
    return in;
}

bool sends(role end, protocol::message_index message) {
    const auto from = protocol::traits_of(message).from;
    return from == protocol::sender::any || (from == protocol::sender::machine) == (end == role::machine);
}

std::optional<role> performer_of(const cast& actors, const step& s) {
    switch (performer_of(s.action)) {
        case performer::machine:
            return role::machine;
        case performer::host:
            return role::host;
        case performer::nobody:
            return std::nullopt;
        case performer::anyone:
            break;
    }
    return ends_of(actors, s.actor).machine ? role::machine : role::host;
}

const actor_name* actor_of(const demand& what) {
    return std::visit(
        [](const auto& d) -> const actor_name* {
            if constexpr (requires { d.actor; })
                return &d.actor;
            else
                return nullptr;
        },
        what);
}

ends judges_of(const cast& actors, const demand& what) {
    const auto* actor = actor_of(what);
    if (actor == nullptr) return {true, true};
    const auto meant = ends_of(actors, *actor);
    const ends seen{meant.machine && is_seen_at(role::machine, what), meant.host && is_seen_at(role::host, what)};
    return seen.any() ? seen : meant;
}

}  // namespace husky::scenario
