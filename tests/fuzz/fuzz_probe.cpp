// Any answer in any pieces: a probe comes to a finding, and keeps no more of it than it shows.
#include "tests/fuzz/script.hpp"
#include "tools/link/net/probe_reading.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    tools::probe_reading reading(protocol::default_dialect());
    const auto way = script.take_byte();
    if (way % 4 == 0) {
        const auto all = script.take_rest();
        reading.on_datagram(all);
        fuzz::require(reading.done());
    }
    while (!script.ended() && !reading.done()) {
        const auto piece = script.take(script.take_byte() + 1U);
        const std::vector<std::byte> copy(piece.begin(), piece.end());
        reading.on_bytes(copy);
    }
    if (way % 4 == 1) reading.on_closed(way % 8 == 1);
    const auto found = reading.finish();
    fuzz::require(found.first_bytes.size() <= tools::probe_reading::max_first_bytes);
    fuzz::require(!found.identity || tools::is_found(found.state));
    return 0;
}
