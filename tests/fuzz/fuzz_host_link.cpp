// A machine that sends anything at any time to a host's end of a link.
#include "tests/fuzz/script.hpp"
#include "tests/support/host_bench.hpp"

using namespace husky;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    const auto options = script.take_byte();
    protocol::host_bench host({.outbox = {.messages = 64, .bytes = 64 * 1024}});
    host.knows_machine = (options & 1U) != 0;
    if ((options & 2U) != 0) host.admission.reset();
    if ((options & 4U) != 0) host.links_up();
    if ((options & 12U) == 8U) host.display_links_up();
    host.fits = (options & 16U) == 0;
    while (!script.ended()) {
        switch (script.take_byte() % 8) {
            case 0:
                host.waits(std::chrono::milliseconds(script.take_u16()));
                break;
            case 1:
                host.link.probe(host.now);
                break;
            case 2:
                host.link.admit(static_cast<protocol::init_result>(script.take_byte() % 4), protocol::new_year,
                                host.now);
                host.hears("");
                break;
            case 3:
                host.sends();
                break;
            case 4:
                host.link.press(script.take_u16());
                break;
            case 5:
                host.link.ask(protocol::display_start{}, 1 + script.take_byte(), host.now);
                break;
            default:
                host.hears(script.take(script.take_byte()));
                break;
        }
        host.learns();
        fuzz::require(host.link.outbox().messages() <= 64);
        fuzz::require(host.link.outbox().bytes() <= 64 * 1024);
        fuzz::require(!host.link.closing() || host.link.deadline() == protocol::never);
    }
    return 0;
}
