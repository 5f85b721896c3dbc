#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace husky::settings {

/// U+FEFF in UTF-8: what some editors begin a text file with.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Where the first byte stands that is not UTF-8 (RFC 3629); none if the whole text is.
std::optional<std::size_t> wrong_utf8(std::string_view text);

/// As much of a UTF-8 text as fits into so many bytes, in whole characters. Bytes that are no UTF-8 are cut where they
/// are.
std::string_view whole_characters(std::string_view text, std::size_t max);

/// A control character of ASCII.
constexpr bool is_control(char c) {
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7F;
}

/// Where the first character from there on stands that no screen shows: a C0 or C1 control code, or DEL. None if there
/// is none.
std::optional<std::size_t> find_control(std::string_view utf8, std::size_t from = 0);

/// What a text file holds, without the byte order mark that it may begin with. Throws settings::error with file and
/// line for UTF-16 and for any other bytes that are not UTF-8.
std::string utf8_text(std::string content, const std::string& file);

}  // namespace husky::settings
