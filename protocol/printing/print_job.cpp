#include "protocol/printing/print_job.hpp"

#include <algorithm>
#include <span>

#include "protocol/wire/text.hpp"

namespace husky::protocol::printing {

namespace {

constexpr std::string_view png_signature("\x89PNG\r\n\x1A\n", 8);
/// Back space, tab, line feed, form feed, return: what text printers know. A PC's text file may end with ^D.
constexpr std::string_view moves_of_printers = "\b\t\n\f\r\x04";

bool is_text(std::string_view content) {
    const bool utf_8 = is_utf8(content);
    return std::all_of(content.begin(), content.end(), [utf_8](char c) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20) return c != '\0' && moves_of_printers.find(c) != std::string_view::npos;
        return code < 0x7F || (code >= 0x80 && (utf_8 || code >= 0xA0));
    });
}

std::string as_utf8(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    std::string out;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0U | code >> 6U);
            out += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    return out;
}

bool is_control(std::string_view utf_8, std::size_t at) {
    const auto code = static_cast<unsigned char>(utf_8[at]);
    if (code < 0x20 || code == 0x7F) return true;
    return code == 0xC2 && static_cast<unsigned char>(utf_8[at + 1]) < 0xA0;
}

}  // namespace

file_kind kind_of(std::string_view content) {
    if (content.starts_with(png_signature)) return file_kind::png;
    if (content.starts_with("%!")) return file_kind::postscript;
    return is_text(content) ? file_kind::text : file_kind::raw;
}

std::string printable(std::string_view text) {
    std::string shown = as_utf8(text);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        if (!is_control(shown, i)) continue;
        if (static_cast<unsigned char>(shown[i]) == 0xC2) shown.erase(i, 1);
        shown[i] = '_';
    }
    return shown;
}

std::string label_of(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    std::string label = printable(slash == std::string_view::npos ? name : name.substr(slash + 1));
    std::replace(label.begin(), label.end(), '"', '_');
    if (label == "." || label == "..") label.clear();
    return label;
}

}  // namespace husky::protocol::printing
