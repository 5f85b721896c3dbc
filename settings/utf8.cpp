#include "settings/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/error.hpp"

namespace husky::settings {

namespace {

/// Length of the sequence at the beginning of `text`, 0 if it is none.
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

/// By its byte order mark, or by the zero byte that half of each Latin letter is.
bool is_utf16(std::string_view content) {
    return content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF") ||
           content.substr(0, 2).find('\0') != std::string_view::npos;
}

}  // namespace

std::optional<std::size_t> wrong_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = sequence_length(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::nullopt;
}

std::string_view whole_characters(std::string_view text, std::size_t max) {
    constexpr std::size_t max_character = 4;
    if (text.size() <= max) return text;
    for (std::size_t end = max; end > 0 && max - end < max_character; --end)
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U) return text.substr(0, end);
    return text.substr(0, max);
}

std::optional<std::size_t> find_control(std::string_view utf8, std::size_t from) {
    for (std::size_t at = from; at < utf8.size(); ++at) {
        if (is_control(utf8[at])) return at;
        if (utf8[at] == '\xC2' && at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) < 0xA0) return at;
    }
    return std::nullopt;
}

std::string utf8_text(std::string content, const std::string& file) {
    if (is_utf16(content)) fail(file, 1, "", "is UTF-16; save it as UTF-8");
    if (content.starts_with(byte_order_mark)) content.erase(0, byte_order_mark.size());
    if (const auto at = wrong_utf8(content)) {
        const auto line = 1 + std::count(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(*at), '\n');
        fail(file, static_cast<int>(line), "",
             fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8",
                         static_cast<unsigned char>(content[*at])));
    }
    return content;
}

}  // namespace husky::settings
