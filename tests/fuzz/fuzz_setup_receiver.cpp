// A host that sends blocks of set-ups in any order, with any head: what is complete is what its crc32 says, and memory
// never grows beyond twice what has arrived.
#include "protocol/setups/checksum.hpp"
#include "protocol/setups/setup_receiver.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

constexpr std::size_t max = 4096;

protocol::download_setup block_of(fuzz::script& script, std::size_t arrived) {
    protocol::download_setup block;
    const auto how = script.take_byte();
    block.setup_number = how % 4 == 0 ? 2 : 1;
    block.total_size = how % 8 < 4 ? script.take_u16() : 64;
    const auto data = script.take(script.take_byte());
    block.data.assign(data.begin(), data.end());
    block.offset = how % 16 < 8 ? static_cast<std::uint32_t>(arrived) : script.take_byte();
    block.crc32 = how % 32 < 16 ? protocol::checksum(block.data) : 0;
    return block;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    protocol::setup_receiver receiver(max);
    std::size_t arrived = 0, sent = 0;
    while (!script.ended()) {
        const auto block = block_of(script, arrived);
        sent += block.data.size();
        const auto answer = receiver.take(block);
        fuzz::require(answer.next_offset <= max);
        fuzz::require(receiver.held() <= 2 * sent);
        fuzz::require(answer.result == protocol::result_code::ok || !receiver.complete());
        if (receiver.complete()) fuzz::require(protocol::checksum(receiver.content()) == block.crc32);
        arrived = receiver.content().size();
    }
    return 0;
}
