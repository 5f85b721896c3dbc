#include "client/model/setup/lines.hpp"

#include <algorithm>

namespace husky::cells::setup {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Bytes of the printable Latin-1 character that UTF-8 text begins with: one from space on, or C2 or C3 and one more; 0
/// for anything else.
std::size_t printable_bytes(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte >= 0x20 && byte < 0x7F) return 1;
    if ((byte != 0xC2 && byte != 0xC3) || text.size() == 1) return 0;
    const auto next = static_cast<unsigned char>(text[1]);
    return next < (byte == 0xC2 ? 0xA0 : 0x80) || next > 0xBF ? 0 : 2;
}

bool is_printable(std::string_view text) {
    while (!text.empty()) {
        const auto bytes = printable_bytes(text);
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty() && out.size() + 2 <= max_line / 2) {
        const auto bytes = printable_bytes(text);
        out += bytes == 0 ? "?" : text.substr(0, bytes);
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return std::string(trimmed(out));
}

/// The next line as it stands, without its end.
std::optional<std::string_view> lines::take() {
    if (rest_.empty() || wrong_) return std::nullopt;
    const auto end = rest_.substr(0, max_line + 2).find('\n');
    if (end == std::string_view::npos && rest_.size() > max_line + 1) {
        ++number_;
        wrong_ = fault::line_too_long;
        return std::nullopt;
    }
    auto text = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    ++number_;
    return text;
}

std::optional<line> lines::fail(fault f) {
    wrong_ = f;
    return std::nullopt;
}

std::optional<line> lines::next() {
    while (const auto raw = take()) {
        if (raw->size() > max_line) return fail(fault::line_too_long);
        if (!is_printable(*raw)) return fail(fault::not_text);
        const auto text = trimmed(*raw);
        if (text.empty() || text.front() == '#') continue;
        if (!begun_) {
            begun_ = true;
            return line{line::sort::title, text, {}};
        }
        if (text.front() == '[') {
            if (text.back() != ']') return fail(fault::malformed);
            return line{line::sort::section, trimmed(text.substr(1, text.size() - 2)), {}};
        }
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) return fail(fault::malformed);
        const auto name = trimmed(text.substr(0, equals));
        if (name.empty()) return fail(fault::malformed);
        return line{line::sort::entry, name, trimmed(text.substr(equals + 1))};
    }
    return std::nullopt;
}

}  // namespace husky::cells::setup
