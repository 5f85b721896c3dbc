#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "server/metrics/counter.hpp"
#include "server/metrics/histogram.hpp"
#include "server/metrics/kinds.hpp"

namespace husky::host {

/// More than the catalogue has messages. A message is numbered by its place in the catalogue, which also names it.
constexpr std::size_t max_message_kinds = 64;

/// Error codes of the wire run from 1 to 7.
constexpr std::size_t error_codes = 8;

/// More than there are reasons why TLS fails.
constexpr std::size_t max_tls_failures = 8;

/// Statuses of HTTP are below this.
constexpr std::size_t http_statuses = 600;

/// What one shard counts since the process started. Only the shard's thread adds; /metrics reads and sums all shards.
struct alignas(64) counters {
    std::array<counter, max_message_kinds> received;  ///< by place in the catalogue
    std::array<counter, max_message_kinds> sent;      ///< by place in the catalogue
    std::array<counter, error_codes> errors_sent;     ///< by protocol::error_code
    counter_table<bad_input> wrong;
    counter bytes_in, bytes_out;

    counter links_opened;  ///< connections accepted; opened less closed are there now
    counter_table<close_reason> links_closed;
    std::array<counter, max_tls_failures> tls_failures;  ///< of links and HTTP, by link::tls_failure
    gauge machines_linked;                               ///< links with a successful init
    gauge displays_linked;                               ///< links with a successful display_init
    gauge display_streams;                               ///< of them, those whose machine was asked for its screen
    gauge display_views;                                 ///< viewers of screens

    gauge live_clients;           ///< of the live feed
    counter live_resynchronised;  ///< snapshots after the first

    counter_table<cycle_result> cycles;
    counter gaps_opened;
    counter epochs_begun;  ///< a new or reset controller, or a counter that wrapped
    counter events, interruptions, status_changes;

    counter_table<setup_result> setups_uploaded, setups_downloaded;

    counter print_connections;       ///< accepted
    gauge print_connections_open;    ///< at present
    counter prints, prints_removed;  ///< jobs stored, and jobs that clients had removed
    counter_table<lpd_refusal> prints_refused;

    counter datagrams_received, datagrams_answered;
    counter_table<datagram_drop> datagrams_dropped;

    std::array<counter, http_statuses> http_responses;  ///< by status
    histogram http_latency;                             ///< from a whole request to its answer

    histogram loop_lag;  ///< how late a timer of this thread comes

    counter reports_not_stored;  ///< events and interruptions that a failing store could not take
    counter log_lines_suppressed;
};

/// TCP links that are there now.
inline std::uint64_t links_at_present(const std::vector<const counters*>& all) {
    std::uint64_t opened = 0, closed = 0;
    for (const counters* each : all) {
        opened += each->links_opened.value();
        closed += each->links_closed.total();
    }
    return opened > closed ? opened - closed : 0;
}

}  // namespace husky::host
