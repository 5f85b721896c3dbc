#include "server/api/metrics_text.hpp"

#include <algorithm>

#include "link/tls/tls_error.hpp"
#include "protocol/messages/catalogue.hpp"
#include "protocol/messages/codes.hpp"
#include "server/http/metric_writer.hpp"

namespace husky::host {

namespace {

static_assert(protocol::message_count <= max_message_kinds);

/// Adds up one number over all shards.
template <class Read>
std::uint64_t sum(const std::vector<const counters*>& shards, Read read) {
    std::uint64_t total = 0;
    for (const counters* shard : shards)
        total += read(*shard);
    return total;
}

class report {
  public:
    report(std::string& out, const std::vector<const counters*>& shards) : write_(out), shards_(shards) {}

    void counter(std::string_view name, std::string_view help, counter counters::*member) {
        write_.family(name, "counter", help).sample(sum(shards_, [&](const counters& c) {
            return (c.*member).value();
        }));
    }

    template <class Kind>
    void table(std::string_view name, std::string_view help, std::string_view label,
               counter_table<Kind> counters::*member) {
        write_.family(name, "counter", help);
        for (std::size_t i = 0; i < counter_table<Kind>::size; ++i) {
            const auto kind = static_cast<Kind>(i);
            write_.sample(label, husky::host::names_of<Kind>::list[i],
                          sum(shards_, [&](const counters& c) { return (c.*member)[kind].value(); }));
        }
    }

    void messages(std::string_view name, std::string_view help,
                  std::array<husky::host::counter, max_message_kinds> counters::*member) {
        write_.family(name, "counter", help);
        for (std::size_t i = 0; i < protocol::message_count; ++i)
            write_.sample("message", protocol::traits_of(i).name,
                          sum(shards_, [&](const counters& c) { return (c.*member)[i].value(); }));
    }

    void errors() {
        write_.family("husky_errors_sent_total", "counter", "Error messages sent, by code.");
        for (std::size_t code = 1; code < error_codes; ++code)
            write_.sample("code", protocol::name(static_cast<protocol::error_code>(code)),
                          sum(shards_, [&](const counters& c) { return c.errors_sent[code].value(); }));
    }

    void tls_failures() {
        static_assert(link::tls_failure_names.size() <= max_tls_failures);
        write_.family("husky_tls_failures_total", "counter", "Handshakes of TLS that failed, by reason.");
        for (std::size_t i = 0; i < link::tls_failure_names.size(); ++i)
            write_.sample("reason", link::tls_failure_names[i],
                          sum(shards_, [&](const counters& c) { return c.tls_failures[i].value(); }));
    }

    /// Only statuses that were answered, to keep the number of samples small.
    void responses() {
        write_.family("husky_http_responses_total", "counter", "Answers of the HTTP API, refusals too, by status.");
        for (std::size_t status = 0; status < http_statuses; ++status) {
            const auto count = sum(shards_, [&](const counters& c) { return c.http_responses[status].value(); });
            if (count > 0) write_.sample("code", std::to_string(status), count);
        }
    }

    void gauges() {
        const std::uint64_t closed = sum(shards_, [](const counters& c) { return c.links_closed.total(); });
        const std::uint64_t opened = sum(shards_, [](const counters& c) { return c.links_opened.value(); });
        write_.family("husky_links", "gauge", "TCP links at present.").sample(opened - std::min(opened, closed));
        const auto linked =
            sum(shards_, [](const counters& c) { return static_cast<std::uint64_t>(c.machines_linked.value()); });
        write_.family("husky_machines_linked", "gauge", "Machines with a link that was initialised.").sample(linked);
        displays();
    }

    void displays() {
        const auto total = [this](gauge counters::*member) {
            return sum(shards_, [&](const counters& c) { return static_cast<std::uint64_t>((c.*member).value()); });
        };
        write_.family("husky_displays_linked", "gauge", "Display links with a successful display_init.")
            .sample(total(&counters::displays_linked));
        write_.family("husky_display_streams", "gauge", "Machines that were asked for their screen.")
            .sample(total(&counters::display_streams));
        write_.family("husky_display_views", "gauge", "Clients that watch a screen: requests and WebSockets.")
            .sample(total(&counters::display_views));
        write_.family("husky_live_clients", "gauge", "Clients of the live feed.")
            .sample(total(&counters::live_clients));
        write_.family("husky_print_connections", "gauge", "Connections for printing at present.")
            .sample(total(&counters::print_connections_open));
    }

    void durations(std::string_view name, std::string_view help, histogram counters::*member) {
        std::vector<const histogram*> all;
        for (const counters* shard : shards_)
            all.push_back(&(shard->*member));
        write_.histogram(name, help, all);
    }

  private:
    metric_writer write_;
    const std::vector<const counters*>& shards_;
};

void report_store(std::string& out, const store_health& store, const histogram& lag) {
    metric_writer write(out);
    write.family("husky_store_up", "gauge", "1 while the store takes what is reported.").sample(store.ok ? 1U : 0U);
    write.family("husky_store_queued_bytes", "gauge", "Bytes not committed yet.").sample(store.queued_bytes);
    write.family("husky_store_queued_batches", "gauge", "Batches not committed yet.").sample(store.queued_batches);
    write.family("husky_store_records_total", "counter", "Records committed.").sample(store.committed_records);
    write.family("husky_store_commits_total", "counter", "Transactions committed.").sample(store.commits);
    write.family("husky_store_failures_total", "counter", "Attempts to write that failed and are tried again.")
        .sample(store.failures);
    write.histogram("husky_store_lag_seconds", "How long batches waited until they were committed.", {&lag});
}

void report_faults(std::string& out, const link::placed_faults& faults) {
    metric_writer write(out);
    write.family("husky_faults_placed", "gauge", "Faults placed at present.").sample(faults.placed()->size());
    write.family("husky_faults_done_total", "counter", "Messages to which a fault was applied, by its kind.");
    for (std::size_t i = 0; i < protocol::fault_kind_count; ++i)
        write.sample("kind", protocol::fault_kind_names[i], faults.done(static_cast<protocol::fault_kind>(i)));
    write.family("husky_faults_overflows_total", "counter", "Messages sent early, as a fault held back too many.")
        .sample(faults.overflows());
}

}  // namespace

std::string metrics_text(const std::vector<const counters*>& shards, const store_health& store,
                         const histogram& store_lag, const link::placed_faults& faults, std::string_view version) {
    std::string out;
    metric_writer(out).family("husky_build_info", "gauge", "Version of the program.").sample("version", version, 1);

    report all(out, shards);
    all.gauges();
    all.counter("husky_links_opened_total", "TCP links accepted.", &counters::links_opened);
    all.table("husky_links_closed_total", "TCP links ended, by reason.", "reason", &counters::links_closed);
    all.tls_failures();
    all.messages("husky_messages_received_total", "Messages received, by kind.", &counters::received);
    all.messages("husky_messages_sent_total", "Messages sent, by kind.", &counters::sent);
    all.errors();
    all.table("husky_bad_input_total", "Protocol errors of peers, by kind.", "kind", &counters::wrong);
    all.counter("husky_bytes_received_total", "Bytes received on TCP links.", &counters::bytes_in);
    all.counter("husky_bytes_sent_total", "Bytes sent on TCP links.", &counters::bytes_out);
    all.table("husky_cycles_total", "Cycle messages, by result.", "fate", &counters::cycles);
    all.counter("husky_gaps_opened_total", "Gaps in life counters found.", &counters::gaps_opened);
    all.counter("husky_epochs_begun_total", "New epochs of life counters.", &counters::epochs_begun);
    all.counter("husky_events_total", "Events received.", &counters::events);
    all.counter("husky_interruptions_total", "Beginnings and ends of cycle interruptions received.",
                &counters::interruptions);
    all.counter("husky_status_changes_total", "Changes of status received.", &counters::status_changes);
    all.table("husky_setups_uploaded_total", "Set-ups read from machines, by result.", "fate",
              &counters::setups_uploaded);
    all.table("husky_setups_downloaded_total", "Set-ups sent to machines, by result.", "fate",
              &counters::setups_downloaded);
    all.counter("husky_live_resynchronisations_total", "Snapshots that clients of the live feed got after the first.",
                &counters::live_resynchronised);
    all.counter("husky_print_connections_total", "Connections for printing accepted.", &counters::print_connections);
    all.counter("husky_prints_total", "Print jobs stored.", &counters::prints);
    all.counter("husky_prints_removed_total", "Print jobs removed at the request of clients.",
                &counters::prints_removed);
    all.table("husky_prints_refused_total", "Refused print jobs and other requests of printing clients, by reason.",
              "reason", &counters::prints_refused);
    all.counter("husky_datagrams_received_total", "UDP datagrams received.", &counters::datagrams_received);
    all.counter("husky_datagrams_answered_total", "UDP datagrams answered.", &counters::datagrams_answered);
    all.table("husky_datagrams_dropped_total", "UDP datagrams dropped, by reason.", "reason",
              &counters::datagrams_dropped);
    all.responses();
    all.durations("husky_http_request_seconds", "From a whole request to its answer.", &counters::http_latency);
    all.durations("husky_loop_lag_seconds", "How late timers of the threads come, each asked once a second.",
                  &counters::loop_lag);
    all.counter("husky_reports_not_stored_total", "Events and interruptions that a failing store could not take.",
                &counters::reports_not_stored);
    all.counter("husky_log_lines_suppressed_total", "Log lines held back by the rate limit.",
                &counters::log_lines_suppressed);
    report_faults(out, faults);
    report_store(out, store, store_lag);
    return out;
}

}  // namespace husky::host
