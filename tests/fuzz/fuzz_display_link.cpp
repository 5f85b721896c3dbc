// A host that sends anything at any time to a machine's end of a display link, while the screen goes on changing.
#include "tests/fuzz/script.hpp"
#include "tests/support/display_bench.hpp"

using namespace husky;

namespace {

constexpr protocol::queue_limits limits{.messages = 64, .bytes = 64 * 1024};

void step(protocol::display_bench& machine, fuzz::script& script) {
    switch (script.take_byte() % 8) {
        case 0:
            return machine.waits(std::chrono::milliseconds(script.take_u16() * 2));
        case 1:
            machine.display.content = std::to_string(script.take_u16());
            return;
        case 2:
            machine.loses_link();
            return machine.link.connected(machine.now);
        case 3:
            machine.sends();
            return;
        case 4:
            return machine.hears(protocol::display_start{});
        default:
            return machine.hears(script.take(script.take_byte()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    protocol::display_bench machine({.outbox = limits});
    if (script.take_byte() % 2 == 0)
        machine.links_up();
    else
        machine.link.connected(machine.now);
    while (!script.ended()) {
        step(machine, script);
        machine.learns();
        fuzz::require(machine.link.outbox().messages() <= limits.messages);
        fuzz::require(machine.link.outbox().bytes() <= limits.bytes);
        fuzz::require(machine.display.openings - machine.display.closings == (machine.link.started() ? 1 : 0));
    }
    return 0;
}
