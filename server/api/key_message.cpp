#include "server/api/key_message.hpp"

#include "protocol/screen/key_codes.hpp"
#include "server/api/request_body.hpp"

namespace husky::host {

namespace {

constexpr std::string_view key_expected =
    R"(expected {"key":code} with a code of 32 to 255, 257 to 268 (F1 to F12) or 272 to 280)";

}  // namespace

std::variant<std::uint16_t, std::string> parse_key_message(std::string_view text) {
    std::int64_t code = -1;
    settings::schema message("key");
    message.integer("key", code, 0, 65535, "", "");
    if (!read_body(text, message).empty() || !protocol::is_key_code(code)) return std::string(key_expected);
    return static_cast<std::uint16_t>(code);
}

}  // namespace husky::host
