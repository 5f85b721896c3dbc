#pragma once

#include <span>
#include <string>
#include <vector>

#include "protocol/dialect/dialect.hpp"

namespace husky::protocol {

/// The messages of a stream in words that a story can be told with: name, and result or error where it has one:
/// "init response 0", "error 3 to 0x0050", "status".
std::vector<std::string> said(std::span<const std::byte> stream, const dialect& d = default_dialect());

using words = std::vector<std::string>;

}  // namespace husky::protocol
