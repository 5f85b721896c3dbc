#include "protocol/wire/wire_text.hpp"

#include <fmt/format.h>

namespace husky::protocol {

namespace {

/// Takes one character off the front; none if it is no Latin-1, or broken.
std::optional<unsigned> take_latin1(std::string_view& text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(text[at])); };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        text.remove_prefix(1);
        return lead;
    }
    if ((lead != 0xC2 && lead != 0xC3) || text.size() < 2 || (byte(1) & 0xC0U) != 0x80U) return std::nullopt;
    const unsigned letter = ((lead & 0x03U) << 6U) | (byte(1) & 0x3FU);
    text.remove_prefix(2);
    return letter;
}

}  // namespace

std::optional<std::size_t> wire_length(std::string_view text) {
    std::size_t length = 0;
    for (; !text.empty(); ++length)
        if (!take_latin1(text)) return std::nullopt;
    return length;
}

bool is_wire_name(std::string_view text, std::size_t max) {
    const auto length = wire_length(text);
    if (!length || *length == 0 || *length > max) return false;
    while (!text.empty()) {
        const auto letter = take_latin1(text).value();
        if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0)) return false;
    }
    return true;
}

std::string wire_name_of(std::size_t max) { return fmt::format("a text of 1 to {} letters of Latin-1", max); }

}  // namespace husky::protocol
