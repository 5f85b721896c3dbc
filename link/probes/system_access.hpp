#pragma once

#include <optional>
#include <string>

#include "link/net/endpoint.hpp"

namespace husky::link {

/// Where the system under test is asked about itself.
struct system_access {
    std::optional<host_port> http;  ///< none: nobody told
    std::string token;              ///< for its HTTP side; empty: none
    std::string store;              ///< URL, where an expectation names none; empty: nobody told
};

}  // namespace husky::link
