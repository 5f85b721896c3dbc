#include "protocol/wire/text.hpp"

#include <algorithm>
#include <cstdint>

#include "settings/utf8.hpp"

namespace husky::protocol {

namespace {

constexpr unsigned char substitute = '?';

unsigned byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

void append_latin1(std::string& out, unsigned code) {
    if (code < 0x80U) {
        out += static_cast<char>(code);
    } else {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
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

}  // namespace

std::string as_utf8(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);
    std::string out;
    for (const char c : bytes)
        append_latin1(out, static_cast<unsigned char>(c));
    return out;
}

bool is_utf8(std::string_view text) { return !settings::wrong_utf8(text); }

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
    for (const std::byte b : field)
        append_latin1(out, std::to_integer<unsigned>(b));
}

}  // namespace husky::protocol
