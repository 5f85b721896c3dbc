#include <fmt/format.h>

#include <algorithm>

#include "protocol/by_name/message_layouts.hpp"
#include "protocol/messages/catalogue.hpp"
#include "protocol/messages/variable_names.hpp"
#include "scenario/file/plan_reader.hpp"
#include "scenario/outline.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

namespace {

place below(const place& where, std::string_view key) {
    auto out = where;
    out.key += "." + std::string(key);
    return out;
}

std::string actors_of(const cast& actors) {
    std::string out;
    const auto add = [&](std::string_view one) { out += (out.empty() ? "" : ", ") + std::string(one); };
    if (actors.machines) add("machines");
    if (actors.host) add("host");
    for (const auto& p : actors.puppets)
        add(p.name);
    return out.empty() ? "no actors" : out;
}

void check_actor(const cast& actors, const actor_name& actor, const place& where) {
    if (ends_of(actors, actor).any()) return;
    fail(where, fmt::format("there is no actor '{}'; the scenario has {}", actor, actors_of(actors)));
}

void check_fit(const cast& actors, const step& s) {
    const auto meant = performer_of(s.action);
    if (meant == performer::nobody) return;
    check_actor(actors, s.actor, below(s.where, "actor"));
    if (meant == performer::anyone) return;
    const bool are_there = meant == performer::machine ? actors.machines.has_value() : actors.host.has_value();
    if (are_there && find_puppet(actors, s.actor) == nullptr) return;
    fail(below(s.where, name(s.action)), meant == performer::machine
                                             ? "only a simulated machine can do it; the actors have none"
                                             : "only a simulated host can do it; the actors have none");
}

/// Whether a message can pass that way on the link of an actor that plays one of those ends.
bool can_pass(const ends& meant, const message_pattern& what, bool puppet_sends) {
    if (!what.message) return true;
    for (const auto end : {role::machine, role::host}) {
        if (!meant.has(end)) continue;
        if (what.way == direction::received && sends(other(end), *what.message)) return true;
        if (what.way == direction::sent && (puppet_sends || sends(end, *what.message))) return true;
        if (!what.way) return true;
    }
    return false;
}

void check_pass(const cast& actors, const actor_name& actor, const message_pattern& what, const place& where) {
    const auto meant = ends_of(actors, actor);
    if (can_pass(meant, what, find_puppet(actors, actor) != nullptr)) return;
    const auto word = protocol::word_of(*what.message);
    const auto from = meant.machine ? "host" : "machine";
    if (what.way == direction::received)
        fail(where, fmt::format("a {} never sends {}: this can never be met", from, word));
    fail(where, fmt::format("{} never sends {}: this can never be met", actor.empty() ? "the actor" : actor, word));
}

/// The step that one waits for, if it waits for one.
std::optional<std::size_t> awaited(const plan& p, std::size_t at) {
    const auto* after = std::get_if<after_step>(&p.steps[at].when);
    return after == nullptr ? p.steps[at].heeds_after : std::optional(after->step);
}

void check_loops(const plan& p) {
    // 0 not looked at, 1 on the way, 2 known to begin.
    std::vector<int> seen(p.steps.size());
    for (std::size_t first = 0; first < p.steps.size(); ++first) {
        std::vector<std::size_t> way;
        std::optional<std::size_t> at = first;
        while (at && seen[*at] == 0) {
            seen[*at] = 1;
            way.push_back(*at);
            at = awaited(p, *at);
        }
        if (at && seen[*at] == 1) {
            std::string loop = name_of(p, *at);
            for (auto next = awaited(p, *at); next && *next != *at; next = awaited(p, *next))
                loop += " for " + name_of(p, *next);
            fail(p.steps[*at].where,
                 fmt::format("steps wait for one another and never begin: {} for {}", loop, name_of(p, *at)));
        }
        for (const auto passed : way)
            seen[passed] = 2;
    }
}

void check_offsets(const plan& p) {
    const at_offset* before = nullptr;
    for (const auto& s : p.steps) {
        const auto* at = std::get_if<at_offset>(&s.when);
        if (at == nullptr) continue;
        if (before != nullptr && at->from_begin < before->from_begin)
            fail(below(s.where, "at"), fmt::format("{} is before the {} of a step above: offsets must not go back",
                                                   text_of(at->from_begin), text_of(before->from_begin)));
        before = at;
    }
}

/// When a step begins at the earliest, in wire time. Steps that wait for one another were refused before.
duration earliest(const plan& p, std::size_t step) {
    duration sum{};
    std::optional<std::size_t> at = step;
    while (at) {
        const auto& s = p.steps[*at];
        sum += s.delay;
        if (const auto* offset = std::get_if<at_offset>(&s.when))
            sum += duration(static_cast<duration::rep>(static_cast<double>(offset->from_begin.count()) / p.time_scale));
        at = awaited(p, *at);
    }
    return sum;
}

void check_step(const plan& p, std::size_t at) {
    const auto& s = p.steps[at];
    check_fit(p.actors, s);
    if (const auto* seen = std::get_if<on_message>(&s.when)) {
        check_actor(p.actors, seen->actor, below(s.where, "when.actor"));
        check_pass(p.actors, seen->actor, seen->pattern, below(s.where, "when.message"));
    }
    if (const auto* seen = std::get_if<on_link>(&s.when))
        check_actor(p.actors, seen->actor, below(s.where, "when.actor"));
    if (const auto* seen = std::get_if<on_value>(&s.when)) {
        check_actor(p.actors, seen->actor, below(s.where, "when.actor"));
        if (!p.actors.machines)
            fail(below(s.where, "when.value"), "only a simulated machine has values; the actors have none");
    }
    if (earliest(p, at) >= p.limit)
        fail(s.where, fmt::format("begins at {} or later, when the limit of {} is over", text_of(earliest(p, at)),
                                  text_of(p.limit)));
}

void check_window(const plan& p, const expectation& e) {
    if (e.within && *e.within <= duration::zero()) fail(below(e.where, "within"), "a window of 0s can never be met");
    const auto from = e.not_before.value_or(duration::zero());
    if (e.within && *e.within <= from)
        fail(below(e.where, "within"), fmt::format("{} is not after not_before {}: the window ends before it begins",
                                                   text_of(*e.within), text_of(from)));
    const auto begin = (e.after ? earliest(p, *e.after) : duration::zero()) + from;
    if (begin >= p.limit)
        fail(e.where, fmt::format("its window begins at {} or later, when the limit of {} is over", text_of(begin),
                                  text_of(p.limit)));
}

void check_value(const cast& actors, const expect_value& d, const place& where) {
    if (d.actor.find('*') != std::string::npos)
        fail(below(where, "actor"), "the value is that of one actor; a pattern may mean several");
    const auto meant = ends_of(actors, d.actor);
    const auto& counts = expect_value::of_host;
    const bool is_count = std::find(counts.begin(), counts.end(), d.is.field) != counts.end();
    if ((meant.machine && protocol::variable_by_name(d.is.field)) || (meant.host && is_count)) return;
    fail(below(where, "value"), fmt::format("{} has no such value", d.actor));
}

void check_expectation(const plan& p, const expectation& e) {
    check_window(p, e);
    const auto* actor = actor_of(e.demand);
    if (actor == nullptr) return;
    check_actor(p.actors, *actor, actor->empty() ? e.where : below(e.where, "actor"));
    if (const auto* d = std::get_if<expect_messages>(&e.demand))
        check_pass(p.actors, *actor, d->pattern, below(e.where, "message"));
    if (const auto* d = std::get_if<expect_values>(&e.demand))
        check_pass(p.actors, *actor, d->in, below(e.where, "values.message"));
    if (const auto* d = std::get_if<expect_value>(&e.demand)) check_value(p.actors, *d, e.where);
    if (const auto* d = std::get_if<expect_order>(&e.demand))
        for (std::size_t i = 0; i < d->patterns.size(); ++i)
            check_pass(p.actors, *actor, d->patterns[i], below(e.where, fmt::format("order[{}].message", i)));
}

}  // namespace

void check_plan(const plan& p) {
    check_loops(p);
    check_offsets(p);
    for (std::size_t i = 0; i < p.steps.size(); ++i)
        check_step(p, i);
    for (const auto& e : p.expectations)
        check_expectation(p, e);
}

}  // namespace husky::scenario
