#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace husky::protocol {

/// Everything wrong that can come over a link, one name each: what is counted, logged and shown in /metrics.
enum class bad_input : std::uint8_t {
    size_below_4,
    unknown_command,
    wrong_direction,  ///< a command of the other end or of another link type
    malformed,        ///< fields that do not fill the message exactly, or an unknown value_type
    not_initialised,
    second_init,          ///< init of another serial on one link
    unexpected_response,  ///< a response that nothing waits for
    truncated_at_close,   ///< the link ended inside a message
    unknown_serial,
    blank_serial,
    already_linked,
    bad_life_counter,   ///< a cycle that does not begin with a life counter from 1 and an end time: it has no key
    not_finite,         ///< a NaN or infinite value; kept as unavailable
    control_character,  ///< a text with characters that no screen shows
    bad_drawing,        ///< a screen with cells outside its area, or data that does not fit its operation
};

constexpr std::array<std::string_view, 15> bad_input_names{
    "size_below_4",   "unknown_command",     "wrong_direction",    "malformed",         "not_initialised",
    "second_init",    "unexpected_response", "truncated_at_close", "unknown_serial",    "blank_serial",
    "already_linked", "bad_life_counter",    "not_finite",         "control_character", "bad_drawing"};

constexpr std::string_view name(bad_input kind) { return bad_input_names[static_cast<std::size_t>(kind)]; }

/// Why an end closed a link.
enum class close_reason : std::uint8_t {
    none,
    init_timeout,
    silence,
    response_timeout,
    broken_framing,
    refused,      ///< init answered with a non-zero result
    takeover,     ///< a newer link of the same serial
    not_reading,  ///< what waits to be written passed its bound
    shutdown,
    count,
};

constexpr std::string_view name(close_reason reason) {
    constexpr std::array<std::string_view, static_cast<std::size_t>(close_reason::count)> names{
        "none",    "init_timeout", "silence",     "response_timeout", "broken_framing",
        "refused", "takeover",     "not_reading", "shutdown"};
    return names[static_cast<std::size_t>(reason)];
}

}  // namespace husky::protocol
