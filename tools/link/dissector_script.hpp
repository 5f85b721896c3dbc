#pragma once

#include <string_view>

namespace husky::tools {

/// The part of the plug-in that is the same for all messages and dialects: it reads the tables that `dissector` writes.
std::string_view dissector_script();

}  // namespace husky::tools
