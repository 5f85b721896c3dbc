#pragma once

#include <string>

#include "protocol/dialect/dialect.hpp"

namespace husky::protocol {

/// The dialect of a file; the built-in one if `file` is empty. Throws settings::error.
dialect load_dialect(const std::string& file);

}  // namespace husky::protocol
