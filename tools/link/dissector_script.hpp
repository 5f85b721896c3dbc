#pragma once

#include <string_view>

namespace husky::tools {

/// The part of the plug-in that no message and no dialect changes: it reads the tables that `dissector` writes.
std::string_view dissector_script();

}  // namespace husky::tools
