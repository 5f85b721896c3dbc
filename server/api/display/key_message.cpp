#include "server/api/display/key_message.hpp"

#include "protocol/screen/key_codes.hpp"
#include "server/api/request_body.hpp"
#include "settings/schema/publish.hpp"

namespace husky::host {

namespace {

constexpr std::string_view key_expected =
    R"(expected {"key":code} with a code of 32 to 255, 257 to 268 (F1 to F12) or 272 to 280)";

settings::schema message_of(std::int64_t& code) {
    settings::schema message("key");
    message.required().integer("key", code, 32, 280, "",
                               "32 to 255 are characters, 257 to 268 are F1 to F12, 272 to 280 other keys");
    return message;
}

}  // namespace

boost::json::object key_message_schema() {
    std::int64_t code = 257;
    return settings::body_schema(message_of(code));
}

std::variant<std::uint16_t, std::string> parse_key_message(std::string_view text) {
    std::int64_t code = -1;
    const auto message = message_of(code);
    if (!read_body(text, message).empty() || !protocol::is_key_code(code)) return std::string(key_expected);
    return static_cast<std::uint16_t>(code);
}

}  // namespace husky::host
