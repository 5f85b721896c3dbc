#pragma once

#include <string>

namespace husky::settings {

/// The token in a file: its first line, without the byte-order mark that some editors write and blanks around it.
/// Throws settings::error of `source`, with one line that never holds the token, if there is none.
std::string read_token(const std::string& path, const std::string& source);

}  // namespace husky::settings
