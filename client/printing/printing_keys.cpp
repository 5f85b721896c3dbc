#include "client/printing/printing_keys.hpp"

#include "link/net/endpoint.hpp"

namespace husky::cells {

namespace {

bool is_address_alone(const std::string& text) {
    const auto place = link::parse_host_port(text, 0);
    return text.empty() || (place && place->port == 0 && !text.ends_with(":0"));
}

}  // namespace

void describe_printing(settings::schema& s, printing_keys& keys) {
    constexpr double min_s = 0.01, max_s = 3600;
    s.group("printing");
    s.boolean("enabled", keys.enabled, "machines print their operator screen, on key F10 and as `every` says");
    s.text("address", keys.address, "an address or a name, without a port", is_address_alone,
           "address of the print server; none: that of the host");
    s.integer("port", keys.port, 1, 65535, "", "port of the print server (RFC 1179)");
    s.choice("every", keys.every,
             {{"never", print_cause::key}, {"job", print_cause::job}, {"shift", print_cause::shift}},
             "when a machine prints its overview by itself: at the end of each job, or of each shift");
    s.integer("queue", keys.queue, 1, 64, "prints", "prints of one machine that may wait; further ones are lost");
    s.integer("attempts", keys.attempts, 1, 100, "", "how often a print is tried before it is given up");
    s.integer("connections", keys.connections, 1, 1024, "", "prints of the fleet that are sent at a time");
    s.seconds("timeout_s", keys.timeout, min_s, max_s,
              "how long connecting may take, and each step of the print server");
    s.group("");
}

}  // namespace husky::cells
