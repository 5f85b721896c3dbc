#include "client/fleet/listen_addresses.hpp"

#include <fmt/format.h>

#include "link/net/endpoint.hpp"

namespace husky::cells {

std::vector<link::tcp::endpoint> listen_addresses(const fleet_config& config, const protocol::dialect& wire_dialect,
                                                  std::size_t machines) {
    std::vector<link::tcp::endpoint> places;
    if (config.listen.empty()) return places;
    const auto first = link::parse_host_port(config.listen, wire_dialect.ports.machine).value();
    const auto address = link::listening_address(first.host);
    if (!address) config.given.fail_at("listen", fmt::format("expected an IP address, got '{}'", first.host));
    constexpr std::size_t highest_port = 65535;
    if (first.port > 0 && first.port + machines - 1 > highest_port)
        config.given.fail_at("listen", fmt::format("{} machines need ports up to {}, there are none above {}", machines,
                                                   first.port + machines - 1, highest_port));
    for (std::size_t i = 0; i < machines; ++i)
        places.emplace_back(*address, static_cast<std::uint16_t>(first.port > 0 ? first.port + i : 0));
    return places;
}

}  // namespace husky::cells
