#include "settings/token_file.hpp"
#include "settings/utf8.hpp"

#include <algorithm>
#include <fstream>

#include "settings/error.hpp"

namespace husky::settings {

namespace {

constexpr std::size_t max_token = 4096;
constexpr std::string_view blanks = " \t\r";

}  // namespace

std::string read_token(const std::string& path, const std::string& source) {
    std::ifstream in(path, std::ios::binary);
    if (!in.is_open()) fail(source, 0, "", path + " cannot be read");
    std::string content(max_token + byte_order_mark.size() + 2, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad()) fail(source, 0, "", path + " cannot be read");
    content.resize(static_cast<std::size_t>(in.gcount()));

    std::string_view line(content);
    if (line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    line = line.substr(0, line.find('\n'));
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    line = line.substr(0, line.find_last_not_of(blanks) + 1);
    if (line.empty()) fail(source, 0, "", path + " holds no token: expected it in the first line");
    if (line.size() > max_token) fail(source, 0, "", path + " holds more than the token");
    const bool plain = std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (!plain) fail(source, 0, "", path + " holds no token: expected printable ASCII in the first line");
    return std::string(line);
}

}  // namespace husky::settings
