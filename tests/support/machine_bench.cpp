#include "tests/support/machine_bench.hpp"

#include <fmt/format.h>

#include "tests/unit/protocol/drive.hpp"

namespace husky::protocol {

void machine_bench::hears(std::span<const std::byte> bytes) {
    const auto input = exact(bytes);
    take_with(link, reader_, input, now);
}

void machine_bench::waits(duration span) { wait_with(link, now, span); }

void machine_bench::links_up() {
    link.connected(now);
    hears(init_response{init_result::ok, 0x6955B900});
}

void machine_bench::counts(std::int32_t life_counter) {
    model.values[{0, variable::life_cycle_counter}] = life_counter;
    model.values[{0, variable::cycle_end_time}] = 0x6955B900 + life_counter;
    model.values[{0, 101}] = static_cast<float>(life_counter) / 2;
    link.cycle_ended(0);
}

void machine_bench::records(const std::string& what) {
    const std::vector<event_text> texts{{"E", "EV", what}};
    link.event_recorded(std::chrono::sys_seconds(std::chrono::seconds(0x6955B900)), texts);
}

std::vector<std::byte> machine_bench::sends() {
    std::vector<std::byte> all;
    while (!link.outbox().empty()) {
        append(all, link.outbox().data());
        link.outbox().clear();
        link.room();
    }
    return all;
}

void machine_bench::received_bad_input(bad_input kind, std::uint16_t command) {
    learnt_.push_back(fmt::format("{} 0x{:04X}", name(kind), command));
}

}  // namespace husky::protocol
