#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/faults/fault.hpp"
#include "protocol/time.hpp"
#include "scenario/pattern.hpp"

/// A scenario as it was read: data only. How it is written as YAML is in docs/testing/scenarios.md.
namespace husky::scenario {

using protocol::duration;
using protocol::instant;

/// Which end of the links an actor plays. The other end is the system under test.
enum class role : std::uint8_t { machine, host };

/// Machines that live by themselves: cells of a fleet, which dial, report and answer. Their settings are those of a
/// fleet file, kept as text for the fleet's own schema.
struct machine_actors {
    std::string fleet_file;  ///< beside the scenario file; empty: `fleet_text`
    std::string fleet_text;  ///< YAML: the keys of a fleet file, on the lines on which they stand in where.file
    mark where;
};

/// A host that lives by itself: admits machines, asks what a host asks, keeps cycles and gaps.
struct host_actor {
    std::string config_text;  ///< YAML: link keys and machines of a host file, on the lines of where.file
    mark where;
};

/// A peer that does nothing by itself: it says what steps say and hears what comes.
struct puppet {
    std::string name;
    role plays = role::machine;
};

struct cast {
    std::optional<machine_actors> machines;
    std::optional<host_actor> host;
    std::vector<puppet> puppets;
};

/// Who stands in for the system under test in virtual play.
struct counterpart {
    std::optional<machine_actors> machines;
    std::optional<host_actor> host;
};

/// Who is meant: a serial, a puppet's name, "host", or a pattern with `*`; empty: any.
using actor_name = std::string;

/// What happens on an actor's link, as steps wait for it and expectations judge it.
enum class link_state : std::uint8_t { connected, linked, closed, refused };  ///< closed: by the other end or cut

/// What starts a step. The first step starts at 0 unless it says otherwise, a later one when the step before is done.
struct at_offset {
    duration from_begin{};  ///< in the time of the process: the time scale divides it
};
struct after_step {
    std::size_t step = 0;
};
struct on_message {
    actor_name actor;
    message_pattern what;
    std::uint32_t count = 1;  ///< the how manieth
};
struct on_link {
    actor_name actor;
    link_state state = link_state::linked;
    std::uint32_t count = 1;
};
struct on_value {  ///< a variable or a counter of a machine actor, looked at as its cycles end
    actor_name actor;
    condition what;
};
using trigger = std::variant<at_offset, after_step, on_message, on_link, on_value>;

// Actions. Those on links and messages fit every actor; those on cells only machines, those that ask only the host.
struct connect_action {
    static constexpr std::string_view name = "connect";
};  ///< a puppet dials or begins to listen
struct close_action {
    static constexpr std::string_view name = "close";
};  ///< orderly
struct reset_action {
    static constexpr std::string_view name = "reset";
};  ///< RST
struct cut_action {
    static constexpr std::string_view name = "cut";
    bool half_open = false;
};  ///< and dials no more until restore; half_open: nobody is told
struct restore_action {
    static constexpr std::string_view name = "restore";
};
struct pause_reading_action {
    static constexpr std::string_view name = "pause_reading";
};
struct resume_reading_action {
    static constexpr std::string_view name = "resume_reading";
};
struct send_action {
    static constexpr std::string_view name = "send";
    std::string message;                         ///< empty: raw
    boost::json::object fields;                  ///< what is not given is 0 or empty
    std::optional<std::uint16_t> size, command;  ///< in place of the right ones
    std::vector<std::byte> raw;
    std::uint32_t times = 1;
};
struct ask_action {  ///< the host asks a machine: start, read, spc_read, spc_write, status
    static constexpr std::string_view name = "ask";
    std::string message;
    boost::json::object fields;
    std::string machine;  ///< serial
};
struct upload_action {
    static constexpr std::string_view name = "upload";
    std::string machine;
    std::uint16_t number = 1;
};
struct download_action {
    static constexpr std::string_view name = "download";
    std::string machine;
    std::uint16_t number = 1;
    std::string file;                            ///< empty: what was uploaded last
    std::map<std::string, std::string> changes;  ///< parameter -> value, in that text
};
struct cell_action {  ///< something is done to a machine itself
    enum class kind : std::uint8_t {
        set_point,
        raise,
        clear,
        block_cavity,
        free_cavity,
        power_off,
        power_on,
        set_clock,
        key,
        load_setup,
        stop,
        go_on
    };
    /// Their names in a file, by kind.
    static constexpr std::array<std::string_view, 12> names{"set_point",   "raise",      "clear",    "block_cavity",
                                                            "free_cavity", "power_off",  "power_on", "set_clock",
                                                            "key",         "load_setup", "stop",     "go_on"};
    kind what = kind::set_point;
    boost::json::object arguments;  ///< as docs/testing/scenarios.md lists them
};
struct fault_action {
    static constexpr std::string_view name = "fault";
    protocol::fault what;
};  ///< from now on, at this actor's links
struct clear_faults_action {
    static constexpr std::string_view name = "clear_faults";
};
struct wait_action {
    static constexpr std::string_view name = "wait";
};  ///< nothing: a name for a moment
struct end_action {
    static constexpr std::string_view name = "end";
};  ///< the scenario ends here; else when every step is done and every expectation known
using action = std::variant<connect_action, close_action, reset_action, cut_action, restore_action,
                            pause_reading_action, resume_reading_action, send_action, ask_action, upload_action,
                            download_action, cell_action, fault_action, clear_faults_action, wait_action, end_action>;

inline std::string_view name(cell_action::kind k) { return cell_action::names[static_cast<std::size_t>(k)]; }

/// As the key of a step that does it.
inline std::string_view name(const action& a) {
    return std::visit(
        [](const auto& each) -> std::string_view {
            if constexpr (requires {
                              each.what;
                              each.names;
                          })
                return name(each.what);
            else
                return each.name;
        },
        a);
}

struct step {
    std::string name;  ///< empty: none can refer to it
    actor_name actor;
    trigger when;
    std::optional<std::size_t> heeds_after;  ///< what happened before that step was done is no trigger
    duration delay{};                        ///< from the trigger
    action what;
    mark where;
};

enum class severity : std::uint8_t { failure, warning };

/// What must be seen on links. Of links with several ends in one play, each message is judged where it arrives.
struct expect_messages {
    actor_name actor;
    message_pattern what;
    std::uint32_t least = 1;
    std::optional<std::uint32_t> most;  ///< 0: never
};
/// These, in this order; others may come between, unless `only`.
struct expect_order {
    actor_name actor;
    std::vector<message_pattern> what;
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
    std::optional<double> rises_by;  ///< from each to the next of the same actor; a counter at its end goes on with 1
};
/// What an actor has come to: a variable of a machine, or what a host counted of one. Asked when the window begins, and
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
    demand what;
    std::optional<std::size_t> after;  ///< the window begins when this step was done; none: with the scenario
    std::optional<duration> within;    ///< in the time of the wire; none: to the end
    std::optional<duration> not_before;
    severity weight = severity::failure;
    mark where;
};

/// Endless traffic that is not judged: machines beside those of the scenario.
struct background {
    std::string fleet_file;  ///< as of machine_actors
    std::string fleet_text;
    mark where;
};

struct plan {
    std::string file;
    std::string name, about;
    std::uint64_t seed = 1;
    double time_scale = 1;                      ///< of the process; timers of the wire are not moved
    duration limit = std::chrono::seconds(60);  ///< of the whole run, in the time of the wire
    bool goes_on_when_stuck = false;            ///< a step that cannot be done stops no other
    cast actors;
    std::optional<counterpart> other_end;
    std::optional<background> beside;
    std::vector<protocol::fault> faults;  ///< from the begin, at the actors' links
    std::string dialect_file;
    std::vector<step> steps;
    std::vector<expectation> expectations;
    std::vector<std::string> fails;  ///< of a negative twin: the expectations that must not be met
};

}  // namespace husky::scenario
