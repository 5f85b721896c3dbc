#include "scenario/play/keys.hpp"

#include "protocol/wire/text.hpp"

namespace husky::play {

std::vector<std::uint16_t> keys_of(const scenario::key_action& what) {
    if (what.code) return {*what.code};
    std::vector<std::uint16_t> keys;
    std::vector<std::byte> typed(what.text.size());
    protocol::encode_text(what.text, typed, '\0');
    for (const auto each : typed) {
        if (each == std::byte{}) break;
        keys.push_back(std::to_integer<std::uint16_t>(each));
    }
    return keys;
}

}  // namespace husky::play
