#include "server/host_config.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>

#include "link/faults/fault_settings.hpp"
#include "link/net/endpoint.hpp"
#include "program/log_output.hpp"
#include "protocol/faults/fault_json.hpp"
#include "server/http/page_rules.hpp"
#include "server/storage/open.hpp"
#include "server/store/query.hpp"
#include "settings/schema/publish.hpp"

namespace husky::host {

namespace {

constexpr double min_s = 0.01;
constexpr double max_s = 86400;
constexpr std::uint16_t default_machine_port = 5118;

bool is_machine_address(const std::string& text) {
    const auto address = link::parse_host_port(text, default_machine_port);
    return address && address->port != 0;
}

bool is_listening_address(const std::string& text) { return link::listening_address(text).has_value(); }

void describe_links(settings::schema& s, host_config& c) {
    auto& link = c.link;
    s.group("link");
    s.seconds("init_timeout_s", link.init_timeout, min_s, max_s, "how long a new connection may take to send init");
    s.seconds("takeover_timeout_s", link.takeover_timeout, min_s, max_s,
              "how long the older of two links of one serial may take to answer status before the newer takes over");
    s.seconds("response_timeout_s", link.response_timeout, min_s, max_s,
              "how long a machine may take to answer a request");
    s.seconds("status_interval_s", link.status_interval, min_s, max_s,
              "how often each machine is asked for its status");
    s.seconds("silence_timeout_s", link.silence_timeout, min_s, max_s,
              "a link without a whole message for this long is closed");
    s.integers(
        "cycle_variables", link.cycle_variables, 1, 65535,
        "variables of every cycle message besides 1 and 4; none given: all numbers below 1000 that the machine lists");
    s.seconds("reconnect_max_s", c.max_reconnect, min_s, max_s, "longest pause before a machine is dialled again");
    s.integer("max_links", c.max_links, 1, 1'000'000, "", "connections at a time; further ones are closed at once");
    s.integer("outbox_messages", link.outbox.messages, 16, 65536, "",
              "messages waiting for one machine; at the bound its link is closed");
    s.integer("outbox_bytes", link.outbox.bytes, 66000, 1 << 24, "bytes",
              "bytes waiting for one machine; at the bound its link is closed");
    s.integer("max_setup_size", c.setups.max_size, 1, 1 << 26, "bytes", "largest set-up, in either direction");
    s.seconds("setup_resume_s", c.setups.resume, 0, max_s,
              "how long the transfer of a set-up waits for a machine that lost its link");
    s.seconds("setup_timeout_s", c.setups.timeout, min_s, max_s, "how long the transfer of a set-up may take in all");
}

void describe_printing(settings::schema& s, printing_settings& c) {
    constexpr std::int64_t max_job = std::int64_t{256} << 20U;
    s.group("lpd");
    s.integer("port", c.port, 0, 65535, "", "TCP port for remote printing (RFC 1179) at `bind`; 0 takes a free one");
    s.integer("max_job_bytes", c.limits.max_job_bytes, 1, max_job, "bytes",
              "largest print job, all its files together");
    s.integer("max_files", c.limits.max_files, 1, protocol::printing::max_data_files, "", "files of one print job");
    s.integer("max_held_bytes", c.max_held_bytes, 1, 4 * max_job, "bytes",
              "print jobs in transfer on all connections; never less than max_job_bytes");
    s.integer("max_connections", c.max_connections, 1, 65536, "",
              "printing connections at a time; further ones are closed at once");
    s.seconds("idle_timeout_s", c.idle_timeout, min_s, max_s,
              "a printing connection without a byte for this long is closed");
    s.seconds("job_timeout_s", c.job_timeout, min_s, max_s, "how long one print job may take in all");
    s.integer("max_jobs", c.max_jobs, 1, max_page, "",
              "print jobs kept for each machine; the oldest are removed first");
}

}  // namespace

settings::schema host_config::describe() {
    settings::schema s("husky-host configuration");
    s.text("name", name, "name of the host in its answer to identify; at most 32 characters are sent");
    s.text("bind", bind, "an IP address, or localhost", is_listening_address, "address to listen on for machines");
    s.integer("port", port, 0, 65535, "", "TCP port for machines; 0 takes a free one");
    s.integer("udp_port", udp_port, -1, 65535, "",
              "UDP port for identify; -1 follows the TCP port, 0 takes a free one");
    s.integer("threads", threads, 0, 256, "", "threads that serve links; 0: one per core");
    s.text("dialect", dialect, "dialect file; none given: the built-in dialect of PROTOCOL.md");
    link::describe_capture(s, capture, "pcapng file for a capture of all links to machines; none: no capture");
    s.choice("unknown_machines", refuse_unknown, {{"accept", false}, {"refuse", true}},
             "what happens to a serial that `machines` does not list; without a list every serial is accepted");
    s.integer("max_machines", max_machines, 1, 1'000'000, "", "serials remembered; init of a further one is refused");
    s.list(
        "machines", machines,
        [](settings::schema& item, known_machine& m) {
            item.required().text("serial", m.serial, "serial number of a known machine");
            item.required(false).text("address", m.address, "ADDRESS:PORT of a machine", is_machine_address,
                                      "address and port where it listens for its host; if given, the host dials it");
            item.text("dialect", m.dialect, "dialect file for the link to that address; none: the host's");
        },
        "the machines that this host knows");
    s.texts("dial", dial, "ADDRESS:PORT of a machine", is_machine_address,
            "addresses and ports of machines that listen for their host, whatever their serials");
    s.boolean("dial_display", dials_displays,
              "machines that are dialled get a second link for their display; false where they cannot take one");
    link::describe_faults(s, protocol::sender::host, faults);
    s.integer("faults_seed", faults_seed, 0, INT64_MAX, "",
              "seed of random faults; 0: a new one at each start, shown in the log and the API");
    describe_links(s, *this);
    s.group("tls");
    link::describe_tls(s, tls);
    link::describe_client_ca(s, tls, "machines");
    describe_printing(s, printing);
    s.group("store");
    s.text("url", store_url, "sqlite:FILE, sqlite::memory: or none", is_store_url,
           "sqlite:FILE, sqlite::memory: or none");
    s.integer("queue_mib", store_queue_mib, 1, 4096, "MiB",
              "reports waiting for the disk; at the bound links are read more slowly");
    s.boolean(
        "fresh", store_fresh,
        "begin with an empty store: what an earlier host stored there is deleted; anything but a store is an error");
    s.group("http");
    s.text("bind", http_bind, "an IP address, or localhost", is_listening_address,
           "address of the HTTP API; other than loopback needs token_file or unsafe");
    s.integer("port", http_port, 0, 65535, "", "port of the HTTP API; 0 takes a free one");
    s.text("token_file", http_token_file, "file whose first line is the bearer token that every API call must carry");
    s.text("address_file", http_address_file,
           "file that holds the address of the HTTP API while the host runs; `husky-host healthcheck` reads it; none: "
           "not written");
    s.texts("hosts", http_hosts, "a name without a port, as plant.example", is_host_name,
            "names by which the API may be reached, as plant.example, besides IP addresses and localhost; others get "
            "421, except on /livez, /readyz, /healthz and /metrics");
    s.boolean("unsafe", http_unsafe, "serve HTTP on any address without a token");
    s.integer("max_connections", http_max_connections, 1, 10'000, "",
              "HTTP connections at a time; one more is answered 503, and closed");
    s.integer("max_requests_per_second", http_max_requests_per_second, 1, 1'000'000, "",
              "requests of one client, by its address; twice as many may come at once; one more is answered 429");
    s.seconds("socket_idle_s", http_socket_idle, min_s, max_s,
              "a WebSocket client that is silent for half of this is pinged, and closed if it is silent in the other "
              "half too");
    s.group("http.tls");
    link::describe_tls(s, http_tls);
    s.group("scenarios");
    s.text("folder", scenarios.folder,
           "folder of scenarios that the API and the page may play against this host; none: it plays none");
    s.text("player", scenarios.player, "husky-fleet, which plays them: a name on the PATH, or a path");
    s.group("log");
    program::describe_log(s, log_level, log_json);
    s.integer("lines_per_second", log_lines_per_second, 1, 100'000, "",
              "lines about bad input per second and thread; further ones are only counted");
    return s;
}

boost::json::object host_config::values() const {
    namespace json = boost::json;
    host_config shown = *this;
    shown.store_url = without_password(store_url);
    auto all = settings::values_of(shown.describe());
    all["link"].as_object()["cycle_variables"] = json::value_from(link.cycle_variables);
    json::array known, placed;
    for (const known_machine& m : machines)
        known.push_back(json::object{{"serial", m.serial}, {"address", m.address}, {"dialect", m.dialect}});
    for (const protocol::fault& f : faults)
        placed.push_back(protocol::to_json(f));
    all["machines"] = std::move(known);
    all["faults"] = std::move(placed);
    return all;
}

}  // namespace husky::host
