#pragma once

#include <string_view>

#include "protocol/faults/fault_match.hpp"
#include "scenario/plan.hpp"

namespace husky::scenario {

using protocol::is_meant;

/// Ends that a name may mean.
struct ends {
    bool machine = false, host = false;

    [[nodiscard]] bool any() const { return machine || host; }
    [[nodiscard]] bool has(role r) const { return r == role::machine ? machine : host; }
};

/// Which ends of links an actor's name may mean in that cast: a puppet's own, "host" the host's, and a serial both the
/// machine's and that of a host actor on its link.
ends ends_of(const cast& actors, std::string_view actor);

/// Which ends a cast has actors of.
ends ends_in(const cast& actors);

/// Whether an end sends a message by the rules of the protocol.
bool sends(role end, protocol::message_index message);

constexpr role other(role end) { return end == role::machine ? role::host : role::machine; }

/// The puppet of that name, null if there is none.
const puppet* find_puppet(const cast& actors, std::string_view name);

/// The end that performs a step; none for a step of nobody.
std::optional<role> performer_of(const cast& actors, const step& s);

/// Which ends can see what the demand is about: for a name of both ends of a link, only those where such messages pass
/// that way. Both if the system under test is asked.
ends judges_of(const cast& actors, const demand& what);

/// On whose links; null where a demand is not about links.
const actor_name* actor_of(const demand& what);

}  // namespace husky::scenario
