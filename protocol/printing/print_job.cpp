#include "protocol/printing/print_job.hpp"

#include <algorithm>

#include "protocol/wire/text.hpp"
#include "settings/utf8.hpp"

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

}  // namespace

file_kind kind_of(std::string_view content) {
    if (content.starts_with(png_signature)) return file_kind::png;
    if (content.starts_with("%!")) return file_kind::postscript;
    return is_text(content) ? file_kind::text : file_kind::raw;
}

std::string printable(std::string_view text) {
    std::string shown = as_utf8(text);
    while (const auto at = settings::find_control(shown)) {
        if (shown[*at] == '\xC2') shown.erase(*at, 1);
        shown[*at] = '_';
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
