#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "client/model/catalogues/languages.hpp"
#include "protocol/messages/machine_messages.hpp"

namespace husky::cells {

/// Entries of the event log. Several belong to one code (log-on and log-off are both E201).
enum class event_kind : std::uint8_t {
    log_on,
    log_off,
    set_point_changed,
    mode_changed,
    setup_loaded,
    setup_saved,
    job_started,
    job_interrupted,
    job_finished,
    heats_on,
    heats_off,
    soak_started,
    soak_ended,
    counters_reset,
    clock_set,
    host_connected,
    host_disconnected,
    sample_requested,
    sample_taken,
    lot_changed,
    cavity_blocked,
    cavity_restored,
    spc_rule,
    shift_change,
    remote_begun,
    remote_ended,
    standstill_reason,
    alarm_on,
    alarm_off,
    stop_reset,
    setup_refused,
    print_requested,
    print_lost,
};

/// The same word in all languages.
constexpr multilingual same(std::string_view word) { return {word, word, word, word}; }

using event_texts = std::array<protocol::event_text, language_count>;

/// An entry in all languages. `code` replaces the kind's own type text where it is not empty (messages of the catalogue
/// carry their number). Texts end at 255 bytes.
event_texts make_event(event_kind kind, std::initializer_list<multilingual> arguments, std::string_view code = {});

/// Words that event texts use.
const multilingual& word_of(protocol::machine_mode mode);

/// What stands behind the number of messages that a machine dropped.
const multilingual& dropped_messages(bool several);

}  // namespace husky::cells
