#pragma once

#include <algorithm>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/faults/fault.hpp"

/// What a step can do: each action with its name in a file, who can do it, and its arguments. How each is written is in
/// scenario/file/action_table.cpp; docs/adding.md tells how one is added.
namespace husky::scenario {

/// Who can do an action: every actor, only simulated machines or a simulated host, or no actor is needed.
enum class performer : std::uint8_t { anyone, machine, host, nobody };

/// A literal, as an argument of a template.
template <std::size_t Size>
struct action_name {
    constexpr action_name(const char (&literal)[Size]) { std::copy_n(literal, Size, text); }
    char text[Size];
};

/// An action without arguments.
template <action_name Name, performer By>
struct plain_action {
    static constexpr std::string_view name = Name.text;
    static constexpr auto by = By;
};

using connect_action = plain_action<"connect", performer::anyone>;  ///< a puppet dials or begins to listen
using close_action = plain_action<"close", performer::anyone>;      ///< orderly
using reset_action = plain_action<"reset", performer::anyone>;      ///< RST
struct cut_action {                                                 ///< and does not dial until restore
    static constexpr std::string_view name = "cut";
    static constexpr auto by = performer::anyone;
    bool half_open = false;  ///< neither end is told
};
using restore_action = plain_action<"restore", performer::anyone>;
using pause_reading_action = plain_action<"pause_reading", performer::anyone>;
using resume_reading_action = plain_action<"resume_reading", performer::anyone>;
struct send_action {
    static constexpr std::string_view name = "send";
    static constexpr auto by = performer::anyone;
    std::string message;                         ///< empty: raw
    boost::json::object fields;                  ///< what is not given is 0 or empty
    std::optional<std::uint16_t> size, command;  ///< instead of the right ones
    std::vector<std::byte> raw;
    std::uint32_t times = 1;
};
struct ask_action {  ///< a machine is asked: start, read, spc_read, spc_write, status
    static constexpr std::string_view name = "ask";
    static constexpr auto by = performer::host;
    std::string message;
    boost::json::object fields;
    std::string machine;  ///< serial
};
struct upload_action {
    static constexpr std::string_view name = "upload";
    static constexpr auto by = performer::host;
    std::string machine;
    std::uint16_t number = 1;
};
struct download_action {
    static constexpr std::string_view name = "download";
    static constexpr auto by = performer::host;
    std::string machine;
    std::uint16_t number = 1;
    std::string file;                            ///< empty: the last upload
    std::map<std::string, std::string> changes;  ///< parameter -> value, in that text
};

// What is done to a machine itself.
struct set_point_action {
    static constexpr std::string_view name = "set_point";
    static constexpr auto by = performer::machine;
    std::string variable;              ///< number or name
    double value = 0;                  ///< in its unit
    std::optional<std::uint8_t> side;  ///< of a tandem mould; none: both
};
struct raise_action {  ///< an interruption or alarm begins
    static constexpr std::string_view name = "raise";
    static constexpr auto by = performer::machine;
    std::uint16_t interruption = 0;
};
struct clear_action {  ///< it ends
    static constexpr std::string_view name = "clear";
    static constexpr auto by = performer::machine;
    std::uint16_t interruption = 0;
};
struct block_cavity_action {
    static constexpr std::string_view name = "block_cavity";
    static constexpr auto by = performer::machine;
    std::int32_t cavities = 1;
};
struct free_cavity_action {
    static constexpr std::string_view name = "free_cavity";
    static constexpr auto by = performer::machine;
    std::optional<std::int32_t> cavities;  ///< none: all
};
using power_off_action = plain_action<"power_off", performer::machine>;
using power_on_action = plain_action<"power_on", performer::machine>;
struct set_clock_action {
    static constexpr std::string_view name = "set_clock";
    static constexpr auto by = performer::machine;
    std::string to;  ///< "2026-03-29T01:59:50Z"; empty: moved by `shift`
    std::chrono::seconds shift{};
};
struct key_action {  ///< of an operator screen
    static constexpr std::string_view name = "key";
    std::optional<std::uint16_t> code{};  ///< none: the characters of `text`
    std::string text{};
    std::string machine{};  ///< serial: a host presses it on the screen of that machine; empty: pressed at the machine
};
struct load_setup_action {
    static constexpr std::string_view name = "load_setup";
    static constexpr auto by = performer::machine;
    std::uint16_t number = 1;
    std::string file;                            ///< empty: what is stored under that number
    std::map<std::string, std::string> changes;  ///< parameter -> value, in that text
};
using stop_action = plain_action<"stop", performer::machine>;  ///< by the operator
using go_on_action = plain_action<"go_on", performer::machine>;
using cell_action = std::variant<set_point_action, raise_action, clear_action, block_cavity_action, free_cavity_action,
                                 power_off_action, power_on_action, set_clock_action, key_action, load_setup_action,
                                 stop_action, go_on_action>;

struct fault_action {  ///< from now on, on this actor's links
    static constexpr std::string_view name = "fault";
    static constexpr auto by = performer::anyone;
    protocol::fault fault;
};
using clear_faults_action = plain_action<"clear_faults", performer::anyone>;
using wait_action = plain_action<"wait", performer::nobody>;  ///< does nothing: a name for a moment
using end_action = plain_action<"end", performer::nobody>;    ///< the scenario ends here
using action = std::variant<connect_action, close_action, reset_action, cut_action, restore_action,
                            pause_reading_action, resume_reading_action, send_action, ask_action, upload_action,
                            download_action, cell_action, fault_action, clear_faults_action, wait_action, end_action>;

constexpr std::size_t action_count = std::variant_size_v<action> - 1 + std::variant_size_v<cell_action>;

/// As the key of a step that does it.
std::string_view name(const action& a);
performer performer_of(const action& a);

}  // namespace husky::scenario
