#include "protocol/wire/hex.hpp"

#include <array>

#include "tests/catch.hpp"

using namespace husky::protocol;

TEST_CASE("bytes are written as hexadecimal digits", "[hex]") {
    constexpr std::array bytes{std::byte{0x00}, std::byte{0x1F}, std::byte{0xA0}};
    CHECK(hex(bytes) == "001fa0");
    CHECK(hex(bytes, " ") == "00 1f a0");
    CHECK(capital_hex(bytes) == "00 1F A0");
    CHECK(hex({}).empty());
    CHECK(capital_hex({}).empty());
}
