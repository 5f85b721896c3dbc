#pragma once

#include <array>
#include <string_view>

#include "protocol/links/bad_input.hpp"
#include "protocol/printing/lpd_refusal.hpp"
#include "server/metrics/counter.hpp"

/// The bounded label values of the metrics. An enumeration and its names stand side by side, in one order.
namespace husky::host {

using protocol::bad_input;

template <>
struct names_of<bad_input> {
    static constexpr auto list = protocol::bad_input_names;
};

/// Why a link ended.
enum class close_reason {
    peer_closed,
    reset,
    init_timeout,
    silence,
    response_timeout,
    protocol_error,
    refused,
    takeover,
    write_queue_full,
    too_many_links,
    tls,  ///< the handshake failed
    shutdown,
};

template <>
struct names_of<close_reason> {
    static constexpr std::array<std::string_view, 12> list{
        "peer_closed",      "reset",          "init_timeout", "silence",
        "response_timeout", "protocol_error", "refused",      "takeover",
        "write_queue_full", "too_many_links", "tls",          "shutdown"};
};

/// The result of a cycle message.
enum class cycle_result {
    fresh,       ///< the next, or the first after a jump; stored
    late,        ///< filled a gap; stored
    duplicate,   ///< stored before
    not_stored,  ///< the store was failing and its queue full: the cycle is in `gaps`
};

template <>
struct names_of<cycle_result> {
    static constexpr std::array<std::string_view, 4> list{"new", "late", "duplicate", "not_stored"};
};

/// The result of a set-up transfer.
enum class setup_result {
    done,
    machine,   ///< the machine refused it, sent an error, or was not there
    broken,    ///< what the machine sent is invalid
    given_up,  ///< it took too long, or the host was stopped
};

template <>
struct names_of<setup_result> {
    static constexpr std::array<std::string_view, 4> list{"done", "machine", "broken", "given_up"};
};

using protocol::printing::lpd_refusal;

template <>
struct names_of<lpd_refusal> {
    static constexpr auto list = protocol::printing::lpd_refusal_names;
};

/// Why a datagram got no answer.
enum class datagram_drop {
    not_identify,
    malformed,
    too_short,  ///< shorter than the answer, which could be used to amplify traffic
    send_failed,
};

template <>
struct names_of<datagram_drop> {
    static constexpr std::array<std::string_view, 4> list{"not_identify", "malformed", "too_short", "send_failed"};
};

}  // namespace husky::host
