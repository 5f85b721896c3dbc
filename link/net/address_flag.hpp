#pragma once

#include "link/net/endpoint.hpp"

namespace husky::link {

/// The address that a flag of a command line gives. Throws settings::error, naming the flag, for what is none, and for
/// port 0.
host_port address_of(const std::string& flag, const std::string& text, std::uint16_t default_port);

}  // namespace husky::link
