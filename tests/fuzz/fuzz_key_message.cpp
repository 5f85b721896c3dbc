// What a client of a display's WebSocket says.
#include "protocol/screen/key_codes.hpp"
#include "server/api/display/key_message.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = host::parse_key_message({reinterpret_cast<const char*>(data), size});
    if (const auto* code = std::get_if<std::uint16_t>(&parsed)) fuzz::require(protocol::is_key_code(*code));
    return 0;
}
