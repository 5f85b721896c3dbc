#pragma once

#include "link/net/endpoint.hpp"
#include "tools/link/net/probe_reading.hpp"

namespace husky::tools {

struct probe_settings {
    std::chrono::nanoseconds timeout = std::chrono::seconds(3);  ///< for connecting, and again for an answer
};

struct probe_findings {
    std::string address;  ///< as it was found: numbers
    probe_finding tcp;
    probe_finding udp;
};

/// Asks what listens at an address, over TCP and UDP, with `identify` alone: no link is opened, none is disturbed.
/// Throws std::runtime_error if the name of the host is not known.
probe_findings probe(const link::host_port& at, const probe_settings& settings, const protocol::dialect& d);

/// `husky-link probe`: prints what was found. Returns an exit code: 0 for a Husky host or machine, 124 if TCP met
/// silence, else 1.
int probe_command(const link::host_port& at, const probe_settings& settings, const protocol::dialect& d, bool as_json);

}  // namespace husky::tools
