#pragma once

#include <optional>
#include <string>

#include "link/net/endpoint.hpp"

namespace husky::link {

/// Where the system under test is asked about itself.
struct system_access {
    std::optional<host_port> http;  ///< none: not known
    std::string token;              ///< for its HTTP API; empty: none
    std::string store;              ///< URL, if an expectation names none; empty: not known
};

}  // namespace husky::link
