#pragma once

#include <string>
#include <string_view>

#include "link/asio/asio.hpp"

namespace husky::link {

/// One line for an address that cannot be listened on, "TCP 127.0.0.1:515", and what to do about it.
std::string listen_problem(std::string_view place, const error_code& why);

}  // namespace husky::link
