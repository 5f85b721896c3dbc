#include "protocol/wire/hex.hpp"

namespace husky::protocol {

namespace {

std::string digits_of(std::span<const std::byte> bytes, std::string_view digits, std::string_view between) {
    std::string out;
    out.reserve((2 + between.size()) * bytes.size());
    for (const auto b : bytes) {
        if (!out.empty()) out += between;
        out += digits[std::to_integer<unsigned>(b) >> 4U];
        out += digits[std::to_integer<unsigned>(b) & 15U];
    }
    return out;
}

}  // namespace

std::string hex(std::span<const std::byte> bytes, const char* between) {
    return digits_of(bytes, "0123456789abcdef", between);
}

std::string capital_hex(std::span<const std::byte> bytes) { return digits_of(bytes, "0123456789ABCDEF", " "); }

std::optional<std::vector<std::byte>> bytes_from_hex(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
    std::vector<std::byte> out;
    std::optional<std::size_t> high;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) {
            const bool between = c == ' ' || c == '\n' || c == '\t';
            if (!between || high) return std::nullopt;
        } else if (!high) {
            high = digit % 16;
        } else {
            out.push_back(static_cast<std::byte>(*high * 16 + digit % 16));
            high.reset();
        }
    }
    if (high) return std::nullopt;
    return out;
}

}  // namespace husky::protocol
