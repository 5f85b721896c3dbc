#include "client/model/setup/lines.hpp"

#include <algorithm>

#include "protocol/wire/wire_text.hpp"

namespace husky::cells::setup {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Bytes of the printable Latin-1 character that UTF-8 text begins with; 0 for anything else.
std::size_t printable_bytes(std::string_view text) {
    for (const std::size_t bytes : {1U, 2U})
        if (protocol::is_wire_name(text.substr(0, bytes), 1)) return bytes;
    return 0;
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
        if (!raw->empty() && !protocol::is_wire_name(*raw, max_line)) return fail(fault::not_text);
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
