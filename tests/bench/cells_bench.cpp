// How fast cells live, and what generated rows cost on top.
#include <benchmark/benchmark.h>

#include "client/generate/generate.hpp"
#include "client/model/family/family_file.hpp"

namespace {

using namespace husky::cells;

const family& family_of(int index) {
    static const std::array<family, 4> all{load_family(HUSKY_SOURCE_DIR "/configs/families/pet.yaml"),
                                           load_family(HUSKY_SOURCE_DIR "/configs/families/cap.yaml"),
                                           load_family(HUSKY_SOURCE_DIR "/configs/families/thinwall.yaml"),
                                           load_family(HUSKY_SOURCE_DIR "/configs/families/tech.yaml")};
    return all[static_cast<std::size_t>(index)];
}

class counting final : public happenings {
  public:
    long cycles = 0;
    void cycle_ended(husky::protocol::tandem_side) override { ++cycles; }
    void event_recorded(std::chrono::sys_seconds, std::span<const husky::protocol::event_text>) override {}
    void interruption(std::uint16_t, husky::protocol::interruption_state, husky::protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const husky::protocol::interruption_text>) override {}
    void status_changed(husky::protocol::tandem_side) override {}
};

generation plant(const std::vector<std::pair<int, int>>& groups, sim_time length) {
    generation what{.machines = {}, .seed = 1, .length = length, .from = {}};
    int n = 0;
    for (const auto& [kind, count] : groups)
        for (int i = 0; i < count; ++i)
            what.machines.push_back({&family_of(kind), {.serial = "HY-" + std::to_string(++n)}});
    return what;
}

/// One cell, nobody listening: the process model alone, with all variables of its family.
void cell_cycles(benchmark::State& state) {
    cell c(family_of(static_cast<int>(state.range(0))), {.serial = "HY-0001"}, 1);
    counting out;
    for (auto _ : state)
        c.advance(out);
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(out.cycles), benchmark::Counter::kIsRate);
}
BENCHMARK(cell_cycles)->DenseRange(0, 3);

/// Takes everything, counts it and keeps nothing.
text_output counted_in(std::size_t& bytes) {
    return [&bytes](std::string_view whole_lines) {
        bytes += whole_lines.size();
        return true;
    };
}

/// Many cells in the order of time: what caches cost. Virtual seconds that pass in a real one say how many such fleets
/// one core could drive at time scale 1.
void many_cells(benchmark::State& state) {
    const auto machines = static_cast<int>(state.range(0));
    const auto what =
        plant({{0, machines * 14 / 50}, {1, machines * 16 / 50}, {2, machines * 12 / 50}, {3, machines * 8 / 50}},
              std::chrono::seconds(1'000'000) / machines);
    class silent final : public row_writer {
        void cycle_ended(husky::protocol::tandem_side) override { count_cycle(); }
        void event_recorded(std::chrono::sys_seconds, std::span<const husky::protocol::event_text>) override {}
        void interruption(std::uint16_t, husky::protocol::interruption_state, husky::protocol::tandem_side,
                          std::chrono::sys_seconds, std::span<const husky::protocol::interruption_text>) override {}
        void status_changed(husky::protocol::tandem_side) override {}
    } rows;
    std::size_t bytes = 0;
    for (auto _ : state)
        generate(what, rows, counted_in(bytes));
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(rows.cycles()), benchmark::Counter::kIsRate);
    state.counters["virtual_s/s"] = benchmark::Counter(
        to_seconds(what.length) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(many_cells)->Arg(50)->Arg(1000)->Arg(10'000)->Unit(benchmark::kMillisecond);

/// The default plant of 50 machines to rows that nobody keeps.
template <class Writer>
void plant_rows(benchmark::State& state) {
    const auto what = plant({{0, 14}, {1, 16}, {2, 12}, {3, 8}}, std::chrono::hours(1));
    std::uint64_t cycles = 0;
    std::size_t bytes = 0;
    for (auto _ : state) {
        Writer rows;
        generate(what, rows, counted_in(bytes));
        cycles += rows.cycles();
    }
    state.counters["cycles/s"] = benchmark::Counter(static_cast<double>(cycles), benchmark::Counter::kIsRate);
    state.counters["bytes/cycle"] = static_cast<double>(bytes) / static_cast<double>(cycles);
}
BENCHMARK(plant_rows<csv_writer>)->Unit(benchmark::kMillisecond);
BENCHMARK(plant_rows<jsonl_writer>)->Unit(benchmark::kMillisecond);

}  // namespace
