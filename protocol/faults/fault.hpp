#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/messages/catalogue.hpp"
#include "protocol/time.hpp"

namespace husky::protocol {

/// How long something waits.
struct fault_delay {
    enum class shape : std::uint8_t { fixed, uniform, normal, exponential };
    static constexpr std::array<std::string_view, 4> shape_names{"fixed", "uniform", "normal", "exponential"};
    shape form = shape::fixed;
    duration mean{};    ///< of `uniform`, the middle
    duration spread{};  ///< of `uniform` to each side, of `normal` one sigma

    friend bool operator==(const fault_delay&, const fault_delay&) = default;
};

/// What is done to a message.
enum class fault_kind : std::uint8_t {
    delay,   ///< later ones wait behind it: the order stays
    jitter,  ///< delay of its own: the order may change
    drop,
    duplicate,
    reorder,        ///< swapped with the next one
    split,          ///< two writes, cut at byte `at`
    coalesce,       ///< kept until `count` wait, or `wait` is over, then one write
    throttle,       ///< bytes per second
    stall,          ///< nothing passes for `wait`
    half_open,      ///< nothing passes any more, and neither end is told
    reset,          ///< RST instead of it
    close,          ///< orderly, instead of it
    truncate,       ///< only its first `at` bytes are sent
    wrong_size,     ///< message_size is `value`
    flip_bits,      ///< `count` bits, where the seed says
    wrong_command,  ///< command word is `value`
    set_field,      ///< `field` is `value`: wrong result, stale or future time
    shift_time,     ///< times in it (variable 4, synch_time, date and time texts) are moved by `value` seconds
    garbage,        ///< `count` bytes in front of it, from the seed
};

/// As `do:` says it, by fault_kind.
constexpr std::array<std::string_view, 19> fault_kind_names{
    "delay",     "jitter",        "drop",      "duplicate",  "reorder", "split",    "coalesce",
    "throttle",  "stall",         "half_open", "reset",      "close",   "truncate", "wrong_size",
    "flip_bits", "wrong_command", "set_field", "shift_time", "garbage"};
constexpr std::size_t fault_kind_count = fault_kind_names.size();

constexpr std::string_view name(fault_kind kind) { return fault_kind_names[static_cast<std::size_t>(kind)]; }

/// Seen from the end at which the fault is placed.
enum class fault_way : std::uint8_t { sent, received, both };
constexpr std::array<std::string_view, 3> fault_way_names{"sent", "received", "both"};

/// A fault as data: on which messages, how often, when, and what is done.
struct fault {
    std::string name;
    std::string machine;                   ///< serial, `*` allowed; empty: all
    std::optional<message_index> message;  ///< none: any
    fault_way way = fault_way::sent;
    std::uint32_t skip = 0;   ///< this many that match pass unchanged first
    std::uint32_t first = 0;  ///< of the next that match, only the first n; 0: no bound
    std::uint32_t every = 1;  ///< of these, each n-th
    double probability = 1;
    std::optional<duration> from, until;  ///< since the fault was placed
    fault_kind kind = fault_kind::drop;
    std::size_t at = 0;
    std::uint32_t count = 1;
    std::uint32_t rate = 0;  ///< bytes a second
    fault_delay wait{};
    std::string field;  ///< as the catalogue names it; "variables.101": the value of a variable, wherever it stands
    std::optional<double> number;
    std::string text;

    friend bool operator==(const fault&, const fault&) = default;
};

}  // namespace husky::protocol
