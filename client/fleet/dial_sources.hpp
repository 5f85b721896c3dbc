#pragma once

#include <boost/asio/ip/address.hpp>
#include <vector>

#include "client/fleet/fleet_config.hpp"

namespace husky::cells {

/// The addresses of `source`, from which machines dial in turn. Throws settings::error at their place for an invalid
/// address, and if machines listen.
std::vector<boost::asio::ip::address> dial_sources(const fleet_config& config);

/// Throws settings::error for an address that is not of this computer.
void require_local(const std::vector<boost::asio::ip::address>& sources, const fleet_config& config);

}  // namespace husky::cells
