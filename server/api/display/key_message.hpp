#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace husky::host {

/// Its JSON Schema.
boost::json::object key_message_schema();

/// {"key":257} as the key's code, or what is wrong with the message.
std::variant<std::uint16_t, std::string> parse_key_message(std::string_view text);

}  // namespace husky::host
