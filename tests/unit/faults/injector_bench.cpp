#include "tests/unit/faults/injector_bench.hpp"

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

injector_bench::injector_bench(std::vector<fault> faults, queue_limits limits, std::uint64_t seed, const dialect& d)
    : injector(d, fault_way::sent, limits), dialect_(&d) {
    std::vector<fault_in_place> placed;
    for (auto& each : faults) {
        counts.push_back(std::make_shared<fault_counts>());
        placed.push_back({std::make_shared<const fault>(std::move(each)), instant{}, std::make_shared<fault_counts>(),
                          counts.back()});
    }
    injector.seed(seed);
    injector.set_observer(this);
    injector.place(std::move(placed));
}

void injector_bench::send(std::int64_t at, std::span<const std::byte> message) {
    run_until(at_ms(at));
    const auto copy = exact(message);
    const std::span<const std::byte> bytes(copy);
    const auto word = wire_reader(bytes.subspan(2, 2), *dialect_).take<std::uint16_t>();
    injector.accept({word, bytes.subspan(header_size), bytes}, now_);
    take_all(now_);
}

void injector_bench::finish() {
    while (injector.deadline() != never)
        run_until(injector.deadline());
}

std::vector<std::byte> injector_bench::stream() const {
    std::vector<std::byte> all;
    for (const auto& each : out)
        append(all, each.bytes);
    return all;
}

void injector_bench::run_until(instant to) {
    for (instant due = injector.deadline(); due <= to && due != never; due = injector.deadline()) {
        now_ = std::max(now_, due);
        take_all(now_);
    }
    now_ = std::max(now_, to);
}

void injector_bench::take_all(instant now) {
    while (auto piece = injector.take(now))
        out.push_back({std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()).count(),
                       std::move(piece->bytes), piece->end});
}

}  // namespace husky::protocol
