#include "scenario/play/keys.hpp"

#include "protocol/text.hpp"

namespace husky::play {

std::vector<std::uint16_t> keys_of(const boost::json::object& arguments) {
    if (const auto* code = arguments.if_contains("code"); code != nullptr && code->is_number())
        return {static_cast<std::uint16_t>(code->to_number<std::int64_t>())};
    std::vector<std::uint16_t> keys;
    const auto* text = arguments.if_contains("text");
    if (text == nullptr || !text->is_string()) return keys;
    std::vector<std::byte> typed(text->get_string().size());
    protocol::encode_text(text->get_string(), typed, '\0');
    for (const auto each : typed) {
        if (each == std::byte{}) break;
        keys.push_back(std::to_integer<std::uint16_t>(each));
    }
    return keys;
}

}  // namespace husky::play
