#include "tests/support/display_bench.hpp"

#include <fmt/format.h>

#include "tests/unit/protocol/drive.hpp"

namespace husky::protocol {

void display_bench::hears(std::span<const std::byte> bytes) {
    const auto input = exact(bytes);
    take_with(link, reader_, input, now);
}

void display_bench::waits(duration span) { wait_with(link, now, span); }

void display_bench::links_up() {
    link.connected(now);
    hears(display_init_response{init_result::ok, 0x6955B900});
}

void display_bench::is_shown() {
    links_up();
    hears(display_start{});
    sends();
}

std::vector<std::byte> display_bench::sends() {
    std::vector<std::byte> all(link.outbox().data().begin(), link.outbox().data().end());
    link.outbox().clear();
    link.room();
    return all;
}

void display_bench::received_bad_input(bad_input kind, std::uint16_t command) {
    learnt_.push_back(fmt::format("{} 0x{:04X}", name(kind), command));
}

}  // namespace husky::protocol
