// A machine that answers anything to a host that reads and writes its set-ups.
#include "protocol/setups/checksum.hpp"
#include "protocol/setups/setup_download.hpp"
#include "protocol/setups/setup_upload.hpp"
#include "tests/fuzz/script.hpp"

using namespace husky;

namespace {

std::uint32_t take_u32(fuzz::script& script) {
    const std::uint32_t low = script.take_u16();
    return low | std::uint32_t{script.take_u16()} << 16U;
}

void read_setup(fuzz::script& script) {
    constexpr std::size_t max = 5000;
    protocol::setup_upload upload(1, max);
    std::size_t came = 0;
    protocol::upload_setup_response r;
    while (!script.ended() && upload.progress() == protocol::setup_progress::going_on) {
        const auto asked = upload.next();
        fuzz::require(asked.offset == upload.content().size());
        const auto choice = script.take_byte();
        r.result = static_cast<protocol::result_code>((choice & 1U) != 0 ? script.take_byte() % 8 : 0);
        r.setup_number = (choice & 2U) != 0 ? script.take_u16() : 1;
        if ((choice & 4U) != 0) r.total_size = take_u32(script);
        if ((choice & 8U) != 0) r.crc32 = take_u32(script);
        r.offset = (choice & 16U) != 0 ? take_u32(script) : asked.offset;
        const auto data = script.take(script.take_byte());
        r.data.assign(data.begin(), data.end());
        came += data.size();
        upload.answered(r);
        if ((choice & 32U) != 0) upload.link_lost();
        fuzz::require(upload.content().size() <= std::min(came, max));
    }
    if (upload.progress() == protocol::setup_progress::done) {
        fuzz::require(upload.content().size() == r.total_size);
        fuzz::require(protocol::checksum(upload.content()) == upload.checksum());
    }
}

void write_setup(fuzz::script& script) {
    const std::vector<std::byte> content(script.take_u16() % 20'000U + 1, std::byte{0x55});
    protocol::setup_download download(1, content);
    while (!script.ended() && download.progress() == protocol::setup_progress::going_on) {
        const auto sent = download.next();
        fuzz::require(!sent.data.empty() && sent.offset + sent.data.size() <= content.size());
        const auto choice = script.take_byte();
        if ((choice & 8U) != 0)
            download.link_lost();
        else
            download.answered({static_cast<protocol::result_code>(choice % 8U), take_u32(script) % 30'000U});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    if (script.take_byte() % 2 == 0)
        read_setup(script);
    else
        write_setup(script);
    return 0;
}
