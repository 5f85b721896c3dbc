#include "protocol/text.hpp"

#include <algorithm>
#include <cstdint>

namespace husky::protocol {

namespace {

constexpr unsigned char substitute = '?';

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

/// Takes one character off the front of `text` and returns it as Latin-1.
unsigned char take_character(std::string_view& text) {
    const unsigned first = byte_at(text, 0);
    std::size_t length = 1;
    unsigned char out = substitute;
    if (first < 0x80U) {
        out = static_cast<unsigned char>(first);
    } else {
        while (length < 4 && is_continuation(text, length))
            ++length;
        if ((first == 0xC2U || first == 0xC3U) && length == 2)
            out = static_cast<unsigned char>(((first & 0x03U) << 6U) | (byte_at(text, 1) & 0x3FU));
    }
    text.remove_prefix(length);
    return out;
}

/// Length of the UTF-8 sequence at the beginning of `text`, 0 if it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
        return continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
        return continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void encode_text(std::string_view text, std::span<std::byte> field, char pad) {
    auto out = field.begin();
    while (out != field.end() && !text.empty())
        *out++ = static_cast<std::byte>(take_character(text));
    std::fill(out, field.end(), static_cast<std::byte>(pad));
}

void decode_text(std::span<const std::byte> field, std::string& out) {
    while (!field.empty() && (field.back() == std::byte{' '} || field.back() == std::byte{0}))
        field = field.first(field.size() - 1);
    out.clear();
    for (const std::byte b : field) {
        const auto code = std::to_integer<unsigned>(b);
        if (code < 0x80U) {
            out += static_cast<char>(code);
        } else {
            out += static_cast<char>(0xC0U | (code >> 6U));
            out += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
}

}  // namespace husky::protocol
