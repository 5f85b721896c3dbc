#include "scenario/screen_need.hpp"

#include <algorithm>

#include "protocol/messages/catalogue.hpp"
#include "scenario/roles.hpp"

namespace husky::scenario {

namespace {

bool on_display(std::optional<protocol::message_index> message) {
    return message && protocol::traits_of(*message).link == protocol::link_kind::display;
}

/// Whether an actor of the scenario is to see or send such a message; puppets need no help for that.
class need {
  public:
    explicit need(const cast& actors) : actors_(&actors) {}

    [[nodiscard]] bool of(const step& s) const {
        const auto* seen = std::get_if<on_message>(&s.when);
        if (seen != nullptr && of(seen->actor, seen->pattern)) return true;
        const auto* hand = std::get_if<cell_action>(&s.action);
        if (hand != nullptr && std::holds_alternative<key_action>(*hand)) return true;
        const auto* f = std::get_if<fault_action>(&s.action);
        return f != nullptr && !is_puppet(s.actor) && of(f->fault);
    }
    [[nodiscard]] bool of(const expectation& e) const {
        if (const auto* d = std::get_if<expect_messages>(&e.demand)) return of(d->actor, d->pattern);
        if (const auto* d = std::get_if<expect_values>(&e.demand)) return of(d->actor, d->in);
        const auto* d = std::get_if<expect_order>(&e.demand);
        return d != nullptr && std::any_of(d->patterns.begin(), d->patterns.end(),
                                           [&](const auto& pattern) { return of(d->actor, pattern); });
    }
    [[nodiscard]] bool of(const protocol::fault& f) const { return !is_puppet(f.machine) && on_display(f.message); }

  private:
    [[nodiscard]] bool is_puppet(const actor_name& name) const { return find_puppet(*actors_, name) != nullptr; }
    [[nodiscard]] bool of(const actor_name& actor, const message_pattern& what) const {
        return !is_puppet(actor) && on_display(what.message);
    }

    const cast* actors_;
};

}  // namespace

bool needs_screens(const plan& p) {
    const need there_is(p.actors);
    const auto any = [&](const auto& all) {
        return std::any_of(all.begin(), all.end(), [&](const auto& each) { return there_is.of(each); });
    };
    return any(p.steps) || any(p.expectations) || any(p.faults);
}

}  // namespace husky::scenario
