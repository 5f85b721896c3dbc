#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "link/capture/capture_settings.hpp"
#include "link/tls/tls_settings.hpp"
#include "protocol/faults/fault.hpp"
#include "protocol/links/host_link.hpp"
#include "server/printing/printing_settings.hpp"
#include "server/scenarios/scenario_settings.hpp"
#include "server/setups/setup_settings.hpp"
#include "settings/schema/places.hpp"
#include "settings/schema/schema.hpp"

namespace husky::host {

struct known_machine {
    std::string serial;
    std::string address;  ///< where it listens, if the host dials it
    std::string dialect;  ///< file; empty: the host's
};

/// All settings of a host, with their defaults.
struct host_config {
    std::string name = "husky-host";
    std::string bind = "0.0.0.0";
    std::uint16_t port = 1310;
    int udp_port = -1;  ///< -1: as the TCP port
    std::size_t threads = 0;
    std::size_t max_links = 16384;
    std::size_t max_machines = 10'000;
    std::string dialect;
    link::capture_settings capture;
    bool refuse_unknown = false;  ///< serials that `machines` does not list, if it lists any
    std::vector<known_machine> machines;
    std::vector<std::string> dial;  ///< addresses of further machines
    bool dials_displays = true;     ///< of the machines that it dials
    protocol::duration max_reconnect = std::chrono::seconds(60);
    protocol::host_link_settings link;
    link::accepted_tls tls;  ///< of machines that dial
    setup_settings setups;
    printing_settings printing;

    std::vector<protocol::fault> faults;  ///< placed at the start
    std::uint64_t faults_seed = 1;        ///< 0: a new one at each start

    std::string store_url = "sqlite:husky.db";
    std::size_t store_queue_mib = 64;
    bool store_fresh = false;

    std::string http_bind = "127.0.0.1";
    std::uint16_t http_port = 8310;
    std::string http_token_file;
    std::string http_address_file;        ///< empty: none is written
    std::vector<std::string> http_hosts;  ///< names by which the API may be reached, besides addresses and localhost
    bool http_unsafe = false;
    std::size_t http_max_connections = 128;
    int http_max_requests_per_second = 1000;  ///< of one client
    link::accepted_tls http_tls;
    protocol::duration http_socket_idle = std::chrono::seconds(30);

    scenario_settings scenarios;

    std::string log_level = "info";
    bool log_json = false;
    int log_lines_per_second = 20;

    settings::places given;  ///< where the keys above were set

    /// Binds every key; the config must outlive the schema.
    settings::schema describe();
    /// Every key with its value, as a file would have them; without secrets.
    [[nodiscard]] boost::json::object values() const;
};

}  // namespace husky::host
