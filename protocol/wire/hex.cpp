#include "protocol/wire/hex.hpp"

#include <string_view>

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

}  // namespace husky::protocol
