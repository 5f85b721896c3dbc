#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace husky::protocol {

/// Everything wrong that can come over a link, one name each: what is counted, logged and shown in /metrics.
enum class bad_input : std::uint8_t {
    size_below_smallest,
    unknown_command,
    wrong_end,         ///< a command of the other end or of another link type
    malformed,         ///< fields that do not fill the message exactly, an unknown value_type, a cycle without 1 and 4
    not_initialised,
    second_init,       ///< init of another serial on one link
    blank_serial,
    unknown_serial,
    already_linked,
    unawaited_response,
    truncated,         ///< the link ended inside a message
    not_finite,        ///< NaN or infinite value; stored as unavailable
    control_character, ///< a text with characters that no screen shows
    count,
};

constexpr std::size_t bad_input_count = static_cast<std::size_t>(bad_input::count);

constexpr std::string_view name(bad_input kind) {
    constexpr std::array<std::string_view, bad_input_count> names{
        "size_below_smallest", "unknown_command", "wrong_end",      "malformed",          "not_initialised", "second_init",      "blank_serial",
        "unknown_serial",      "already_linked",  "unawaited_response", "truncated", "not_finite",      "control_character"};
    return names[static_cast<std::size_t>(kind)];
}

/// Why an end closed a link.
enum class close_reason : std::uint8_t {
    none,
    init_timeout,
    silence,
    response_timeout,
    broken_framing,
    refused,     ///< init answered with a non-zero result
    takeover,    ///< a newer link of the same serial
    not_reading, ///< what waits to be written passed its bound
    shutdown,
    count,
};

constexpr std::string_view name(close_reason reason) {
    constexpr std::array<std::string_view, static_cast<std::size_t>(close_reason::count)> names{
        "none", "init_timeout", "silence", "response_timeout", "broken_framing", "refused", "takeover", "not_reading", "shutdown"};
    return names[static_cast<std::size_t>(reason)];
}

}  // namespace husky::protocol
