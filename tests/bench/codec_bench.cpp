#include <benchmark/benchmark.h>

#include <cstring>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/frame_reader.hpp"
#include "tests/bench/sample_messages.hpp"

namespace {

using namespace husky;
using namespace husky::protocol;

std::vector<std::byte> encoded_cycle() {
    std::vector<std::byte> bytes;
    encode(bench::cycle_of_300_bytes(1), default_dialect(), bytes);
    return bytes;
}

/// What no checked decoder can beat: the values copied out with fixed offsets.
void memcpy_walk(benchmark::State& state) {
    const auto bytes = encoded_cycle();
    std::array<std::uint32_t, 64> numbers{};
    for (auto _ : state) {
        const std::byte* at = bytes.data() + 9;
        for (std::size_t i = 0; i < 39; ++i) {
            std::memcpy(&numbers[i], at + 3, 4);
            at += 7;
        }
        benchmark::DoNotOptimize(numbers);
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(memcpy_walk);

void decode_cycle(benchmark::State& state) {
    const auto bytes = encoded_cycle();
    cycle c;
    for (auto _ : state) {
        benchmark::DoNotOptimize(decode(std::span(bytes).subspan(header_size), default_dialect(), c));
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(decode_cycle);

void encode_cycle(benchmark::State& state) {
    const auto c = bench::cycle_of_300_bytes(1);
    std::vector<std::byte> out;
    for (auto _ : state) {
        out.clear();
        benchmark::DoNotOptimize(encode(c, default_dialect(), out));
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(encode_cycle);

void read_frames(benchmark::State& state) {
    std::vector<std::byte> stream;
    const auto one = encoded_cycle();
    for (int i = 0; i < 218; ++i)
        stream.insert(stream.end(), one.begin(), one.end());
    frame_reader reader(default_dialect());
    for (auto _ : state) {
        reader.push(stream);
        while (const auto f = reader.next())
            benchmark::DoNotOptimize(f->command);
    }
    state.SetItemsProcessed(state.iterations() * 218);
}
BENCHMARK(read_frames);

}  // namespace
