#pragma once

#include <string>

#include "protocol/dialect/dialect.hpp"

namespace husky::tools {

/// A Wireshark plug-in (Lua) that dissects the messages of the catalogue in this dialect.
std::string dissector(const protocol::dialect& d);

}  // namespace husky::tools
