#include "protocol/setups/checksum.hpp"

#include "tests/catch.hpp"
#include "tests/support/wire_notation.hpp"

using namespace husky::protocol;

TEST_CASE("the checksum is that of IEEE 802.3", "[checksum]") {
    const auto [bytes, sum] = GENERATE(table<const char*, std::uint32_t>({
        {"", 0},
        {"00", 0xD202EF8D},
        {"'a'", 0xE8B7BE43},
        {"'123456789'", 0xCBF43926},
        {"FF*32", 0xFF6CAB0B},
    }));
    CAPTURE(bytes);
    CHECK(checksum(wire(bytes)) == sum);
}
