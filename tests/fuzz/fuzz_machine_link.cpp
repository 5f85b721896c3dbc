// A host that sends anything at any time to a machine's end of a link, while the machine goes on working.
#include "tests/fuzz/script.hpp"
#include "tests/support/machine_bench.hpp"

using namespace husky;

namespace {

constexpr std::size_t max_buffered = 5;

void step(protocol::machine_bench& machine, fuzz::script& script) {
    switch (script.take_byte() % 8) {
        case 0:
            return machine.waits(std::chrono::milliseconds(script.take_u16() * 2));
        case 1:
            return machine.counts(script.take_u16());
        case 2:
            return machine.records("EV");
        case 3:
            return machine.link.status_changed(0);
        case 4:
            machine.loses_link();
            return machine.link.connected(machine.now);
        case 5:
            machine.sends();
            return;
        default:
            return machine.hears(script.take(script.take_byte()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::script script(data, size);
    protocol::machine_bench machine({.buffer_messages = max_buffered, .outbox = {.messages = 64, .bytes = 256 * 1024}});
    if (script.take_byte() % 2 == 0)
        machine.links_up();
    else
        machine.link.connected(machine.now);
    while (!script.ended()) {
        step(machine, script);
        machine.learns();
        fuzz::require(machine.link.buffered() <= max_buffered);
        fuzz::require(machine.link.outbox().messages() <= 64);
        fuzz::require(machine.link.outbox().bytes() <= 256 * 1024);
    }
    return 0;
}
