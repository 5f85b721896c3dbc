#include "server/http/target.hpp"

#include <algorithm>

namespace husky::host {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
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

bool is_text(std::string_view decoded) {
    while (!decoded.empty()) {
        const auto first = static_cast<unsigned char>(decoded.front());
        if (first < 0x20 || first == 0x7F) return false;
        const std::size_t length = sequence_length(decoded);
        if (length == 0) return false;
        decoded.remove_prefix(length);
    }
    return true;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    if (!is_text(out)) return std::nullopt;
    return out;
}

}  // namespace

const std::string* http_target::find(std::string_view name) const {
    for (const auto& [key, value] : query)
        if (key == name) return &value;
    return nullptr;
}

std::vector<std::string_view> split_path(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (true) {
        const std::size_t end = path.find('/');
        segments.push_back(path.substr(0, end));
        if (end == std::string_view::npos) return segments;
        path.remove_prefix(end + 1);
    }
}

std::optional<http_target> parse_target(std::string_view text) {
    if (!text.starts_with('/')) return std::nullopt;
    const std::size_t question = text.find('?');
    http_target target;
    for (const std::string_view segment : split_path(text.substr(0, question))) {
        auto decoded = decode(segment, false);
        if (!decoded) return std::nullopt;
        target.segments.push_back(std::move(*decoded));
    }
    if (question == std::string_view::npos) return target;
    std::string_view rest = text.substr(question + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        auto name = decode(pair.substr(0, equals), true);
        auto value =
            equals == std::string_view::npos ? std::optional<std::string>("") : decode(pair.substr(equals + 1), true);
        if (!name || !value) return std::nullopt;
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return target;
}

}  // namespace husky::host
