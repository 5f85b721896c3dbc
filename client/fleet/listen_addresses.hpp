#pragma once

#include <cstddef>
#include <vector>

#include "client/fleet/fleet_config.hpp"
#include "link/asio/asio.hpp"
#include "protocol/dialect/dialect.hpp"

namespace husky::cells {

/// Where the machines of a fleet listen: machine i, from 0, on the port + i. None if they dial. Throws settings::error
/// for an invalid address, and for more machines than there are ports.
std::vector<link::tcp::endpoint> listen_addresses(const fleet_config& config, const protocol::dialect& wire_dialect,
                                                  std::size_t machines);

}  // namespace husky::cells
