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
    switch (code) {
        case result_code::ok:
            return "ok";
        case result_code::refused:
            return "refused";
        case result_code::bad_argument:
            return "bad argument";
        case result_code::not_available:
            return "not available";
        case result_code::busy:
            return "busy";
        case result_code::bad_checksum:
            return "bad checksum";
        case result_code::wrong_offset:
            return "wrong offset";
    }
    return "unknown";
}

std::string_view name(init_result code) {
    switch (code) {
        case init_result::ok:
            return "ok";
        case init_result::unknown_serial:
            return "unknown serial";
        case init_result::already_linked:
            return "serial already linked";
        case init_result::refused:
            return "refused";
    }
    return "unknown";
}

std::string_view name(error_code code) {
    switch (code) {
        case error_code::unknown_command:
            return "unknown command";
        case error_code::malformed:
            return "malformed";
        case error_code::not_initialised:
            return "not initialised";
        case error_code::busy:
            return "busy";
        case error_code::too_large:
            return "too large";
        case error_code::timed_out:
            return "timed out";
        case error_code::internal:
            return "internal";
    }
    return "unknown";
}

std::string_view name(machine_mode mode) {
    constexpr std::array<std::string_view, 12> names{"off",    "idle",        "heating",   "manual",
                                                     "set-up", "purge",       "dry cycle", "semi-auto",
                                                     "auto",   "interrupted", "standby",   "maintenance"};
    const auto at = static_cast<std::size_t>(mode);
    return at < names.size() ? names[at] : "unknown";
}

std::string_view name(production_status status) {
    constexpr std::array<std::string_view, 6> names{"other", "no production", "start-up",
                                                    "ready", "production",    "dry run"};
    const auto at = static_cast<std::size_t>(status);
    return at < names.size() ? names[at] : "unknown";
}

std::string_view name(cycle_quality quality) {
    constexpr std::array<std::string_view, 4> names{"good", "bad", "test", "failed"};
    const auto at = static_cast<std::size_t>(quality);
    return at < names.size() ? names[at] : "unknown";
}

}  // namespace husky::protocol
