#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/wire/frame.hpp"
#include "scenario/plan.hpp"

namespace husky::scenario {

/// A message as an actor sent it, or as it reached it. Valid during the call.
struct sighting {
    std::string_view actor;       ///< serial or puppet's name; of a host actor the serial of the link's machine
    role played = role::machine;  ///< by the actor
    direction way = direction::received;
    protocol::frame seen;
    std::optional<protocol::message_index> message;  ///< none: the dialect has no such message
};

/// What an engine needs of the world it plays on. The stage tells the engine what happens there (engine.hpp). Nothing
/// here calls the engine back before it returns.
class stage {
  public:
    virtual ~stage() = default;

    /// Does it now. Returns a sentence for the report if it cannot be done, which blocks the scenario.
    virtual std::optional<std::string> perform(const actor_name& who, const action& what) = 0;

    /// Asks the system under test; engine::probed follows with the same ticket.
    virtual void probe(std::uint64_t ticket, const demand& what) = 0;

    /// A variable or counter of a machine actor, or a count of expect_value::of_host; null if there is none.
    virtual boost::json::value value_of(const actor_name& machine, std::string_view name) = 0;

  protected:
    stage() = default;
    stage(const stage&) = default;
    stage& operator=(const stage&) = default;
};

}  // namespace husky::scenario
