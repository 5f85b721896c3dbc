#pragma once

#include <string>
#include <string_view>

namespace husky::host {

/// 64 hexadecimal digits, as sha256sum prints them. Throws std::runtime_error where the library has no SHA-256.
std::string sha256_hex(std::string_view bytes);

}  // namespace husky::host
