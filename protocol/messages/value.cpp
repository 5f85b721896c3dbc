#include "protocol/messages/value.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace husky::protocol {

namespace {

/// Beyond them people write an exponent.
constexpr float min_plain = 1e-4F, max_plain = 1e16F;

}  // namespace

void append_number(std::string& out, float number) {
    std::array<char, 32> digits{};
    const float size = std::fabs(number);
    const bool plain = size == 0 || (size >= min_plain && size < max_plain);
    const auto form = plain ? std::chars_format::fixed : std::chars_format::general;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number, form).ptr);
}

void append_json_string(std::string& out, std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (code < 0x20) {
            out += "\\u00";
            out += hex[code >> 4U];
            out += hex[code & 0xFU];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_json(std::string& out, const value& v) {
    if (const auto* f = std::get_if<float>(&v); f != nullptr && std::isfinite(*f)) {
        append_number(out, *f);
    } else if (const auto* i = std::get_if<std::int32_t>(&v)) {
        std::array<char, 16> digits{};
        out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *i).ptr);
    } else if (const auto* t = std::get_if<std::string>(&v)) {
        append_json_string(out, *t);
    } else {
        out += "null";
    }
}

std::string_view name(result_code code) {
    constexpr std::array<std::string_view, 7> words{"ok",   "refused",      "bad argument", "not available",
                                                    "busy", "bad checksum", "wrong offset"};
    return word_at(words, code);
}

std::string_view name(init_result code) {
    constexpr std::array<std::string_view, 4> words{"ok", "unknown serial", "serial already linked", "refused"};
    return word_at(words, code);
}

std::string_view name(error_code code) {
    constexpr std::array<std::string_view, 8> words{"unknown", "unknown command", "malformed", "not initialised",
                                                    "busy",    "too large",       "timed out", "internal"};
    return word_at(words, code);
}

std::string_view name(machine_mode mode) {
    constexpr std::array<std::string_view, 12> words{"off",    "idle",        "heating",   "manual",
                                                     "set-up", "purge",       "dry cycle", "semi-auto",
                                                     "auto",   "interrupted", "standby",   "maintenance"};
    return word_at(words, mode);
}

std::string_view name(production_status status) {
    constexpr std::array<std::string_view, 6> words{"other", "no production", "start-up",
                                                    "ready", "production",    "dry run"};
    return word_at(words, status);
}

std::string_view name(cycle_quality quality) {
    constexpr std::array<std::string_view, 4> words{"good", "bad", "test", "failed"};
    return word_at(words, quality);
}

}  // namespace husky::protocol
