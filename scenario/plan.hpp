#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/time.hpp"
#include "scenario/actions.hpp"
#include "scenario/pattern.hpp"
#include "settings/schema/node.hpp"

/// A scenario as it was read: data only. How it is written as YAML is in docs/testing/scenarios.md.
namespace husky::scenario {

using protocol::duration;
using protocol::instant;

/// Which end of the links an actor plays. The other end is the system under test.
enum class role : std::uint8_t { machine, host };

/// Simulated machines: cells of a fleet, which dial, report and answer. Their settings are those of a
/// fleet file, for the fleet's own schema.
struct machine_actors {
    std::string fleet_file;  ///< beside the scenario file; empty: `keys`
    settings::node keys;     ///< those of a fleet file
    place where;
    std::string default_serial{};  ///< where the keys give none; empty: that of a fleet file
};

/// A simulated host: admits machines, asks what a host asks, keeps cycles and gaps.
struct host_actor {
    settings::node keys;  ///< link keys and machines of a host file
    place where;
};

/// A peer that does nothing on its own: it sends what steps say and receives what comes.
struct puppet {
    std::string name;
    role plays = role::machine;
};

struct cast {
    std::optional<machine_actors> machines;
    std::optional<host_actor> host;
    std::vector<puppet> puppets;
};

/// Names an actor: a serial, a puppet's name, "host", or a pattern with `*`; empty: any.
using actor_name = std::string;

/// What happens on an actor's link, as steps wait for it and expectations judge it.
enum class link_state : std::uint8_t { connected, linked, closed, refused };  ///< closed: by the other end or cut

/// What starts a step. The first step starts at 0 unless it says otherwise, a later one when the step before is done.
struct at_offset {
    duration from_begin{};  ///< in process time: the time scale divides it
};
struct after_step {
    std::size_t step = 0;
};
struct on_message {
    actor_name actor;
    message_pattern pattern;
    std::uint32_t count = 1;  ///< which occurrence, from 1
};
struct on_link {
    actor_name actor;
    link_state state = link_state::linked;
    std::uint32_t count = 1;
};
struct on_value {  ///< a variable or a counter of a machine actor, looked at as its cycles end
    actor_name actor;
    scenario::condition condition;
};
using trigger = std::variant<at_offset, after_step, on_message, on_link, on_value>;

struct step {
    std::string name;  ///< empty: nothing can refer to it
    actor_name actor;
    trigger when;
    std::optional<std::size_t> heeds_after;  ///< what happened before that step was done does not count
    duration delay{};                        ///< from the trigger
    scenario::action action;
    place where;
};

enum class severity : std::uint8_t { failure, warning };

/// What must be seen on links. If both ends of a link are played, each message is judged where it arrives.
struct expect_messages {
    actor_name actor;
    message_pattern pattern;
    std::uint32_t min = 1;
    std::optional<std::uint32_t> max;  ///< 0: never
};
/// These, in this order; others may come between, unless `only`.
struct expect_order {
    actor_name actor;
    std::vector<message_pattern> patterns;
    bool only = false;
};
struct expect_link {
    actor_name actor;
    link_state state = link_state::closed;
    bool never = false;
};
/// Every value of a variable in the messages that match.
struct expect_values {
    actor_name actor;
    message_pattern in;
    condition every;
    std::optional<double> rises_by;  ///< from each to the next of the same actor; a counter at its end continues with 1
};
/// The present value of a variable of a machine, or of a host's count of one. Asked when the window begins, and
/// again until it holds or the time is up.
struct expect_value {
    /// Of a host actor, by the serial of a machine.
    static constexpr std::array<std::string_view, 8> of_host{"cycles", "gaps",  "missing", "duplicates",
                                                             "epoch",  "links", "events",  "interruptions"};
    actor_name actor;
    condition is;
};
/// What the system under test says of itself; asked when the window ends, and again until it holds or the time is up.
struct expect_metric {
    std::string name;  ///< of /metrics
    std::map<std::string, std::string> labels;
    condition is;
};
struct expect_http {
    std::string path;     ///< "/api/v1/machines/HY-0001"
    std::string pointer;  ///< JSON pointer; empty: the status code
    condition is;
};
struct expect_query {
    std::string store;  ///< "sqlite:FILE"; empty: ${store}
    std::string sql;    ///< one row, one column
    condition is;
};
using demand = std::variant<expect_messages, expect_order, expect_link, expect_values, expect_value, expect_metric,
                            expect_http, expect_query>;

struct expectation {
    std::string name;
    scenario::demand demand;
    std::optional<std::size_t> after;  ///< the window begins when this step was done; none: with the scenario
    std::optional<duration> within;    ///< in wire time; none: to the end
    std::optional<duration> not_before;
    severity weight = severity::failure;
    place where;
};

struct plan {
    std::string file;
    std::string name, about;
    std::uint64_t seed = 1;
    double time_scale = 1;                      ///< of the process; timers of the wire are not scaled
    duration limit = std::chrono::seconds(60);  ///< of the whole run, in wire time
    bool goes_on_when_stuck = false;            ///< a step that cannot be done stops no other
    cast actors;
    std::optional<cast> other_end;         ///< replaces the system under test in virtual time; without puppets
    std::optional<machine_actors> beside;  ///< endless traffic that is not judged
    std::vector<protocol::fault> faults;   ///< from the start, on the actors' links
    std::string dialect_file;
    std::vector<step> steps;
    std::vector<expectation> expectations;
    std::vector<std::string> fails;  ///< of a negative twin: the expectations that must not be met
};

}  // namespace husky::scenario
