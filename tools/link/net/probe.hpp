#pragma once

#include "link/net/endpoint.hpp"
#include "link/tls/tls_context.hpp"
#include "tools/link/net/probe_reading.hpp"

namespace husky::tools {

struct probe_findings {
    std::string address;  ///< as it was found: numbers
    probe_finding tcp;
    probe_finding udp;
};

/// Asks what listens at an address, over TCP and UDP, with `identify` alone: no link is opened, none is disturbed.
/// `timeout` is for connecting, and again for an answer. Throws std::runtime_error if the name of the host is not
/// known. With `tls`, which may be null, what is asked over TCP is asked over TLS.
probe_findings probe(const link::host_port& at, std::chrono::nanoseconds timeout, const protocol::dialect& d,
                     const link::tls_context* tls);

}  // namespace husky::tools
