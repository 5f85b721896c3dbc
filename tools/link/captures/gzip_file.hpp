#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tools/link/captures/input_file.hpp"

namespace husky::tools {

/// What gzip data begins with: its mark, and the one method there is.
constexpr std::string_view gzip_start = "\x1F\x8B\x08";

/// A file that gives the content of gzip data in another one, also of several pieces one after the other. Little
/// memory, whatever it unpacks to. Where the data is damaged or cut, the file ends and `damage` says why.
open_file open_gzip(open_file packed, std::shared_ptr<std::string> damage);

}  // namespace husky::tools
