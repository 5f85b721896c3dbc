#include "client/model/process/defects.hpp"

#include <algorithm>
#include <map>

#include "client/model/context/machine_clock.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;
using namespace std::chrono_literals;

namespace {

/// Values of each told cycle, by life counter.
struct told_cycles {
    std::map<std::int32_t, variable_values> cycles;
    long told = 0;
};

class listener final : public happenings {
  public:
    listener(const cell& of, told_cycles& into) : cell_(&of), into_(&into) {}
    void cycle_ended(protocol::tandem_side side) override {
        auto& values = into_->cycles[cell_->life_counter()];
        for (std::size_t i = 0; i < process_variable_count; ++i)
            values[i] = cell_->measured(side, static_cast<process_variable>(i));
        ++into_->told;
    }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
    void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                      std::span<const protocol::interruption_text>) override {}
    void status_changed(protocol::tandem_side) override {}

  private:
    const cell* cell_;
    told_cycles* into_;
};

told_cycles life_with(const defect_rates& rates, std::int32_t until = 20'000) {
    cell c(shipped("pet"), {.serial = "HY-0001", .defects = rates}, 3);
    told_cycles told;
    listener out(c, told);
    while (c.life_counter() < until)
        c.advance(out);
    return told;
}

}  // namespace

TEST_CASE("without defects every cycle is told once", "[defects]") {
    const auto life = life_with({}, 5'000);
    CHECK(life.told == 5'000);
    CHECK(life.cycles.size() == 5'000);
}

TEST_CASE("missing and duplicate cycles come at their rates", "[defects]") {
    const auto life = life_with({.missing_cycle = 0.02, .duplicate_cycle = 0.01});
    CHECK(static_cast<double>(life.cycles.size()) == Approx(20'000 * 0.98).epsilon(0.005));
    CHECK(static_cast<double>(life.told) == Approx(20'000 * 0.99).epsilon(0.005));
}

TEST_CASE("defects spoil what is told and leave the process as it is", "[defects]") {
    const auto clean = life_with({});
    const auto [rates, check] = GENERATE(table<defect_rates, int>({{{.stuck_channel = 0.001}, 0},
                                                                   {{.scale_x10 = 0.001}, 1},
                                                                   {{.wrap_16_bit = 0.001}, 2},
                                                                   {{.outlier = 0.01}, 3}}));
    const auto spoilt = life_with(rates);
    long different = 0, as_named = 0;
    for (const auto& [counter, values] : spoilt.cycles) {
        const auto& truth = clean.cycles.at(counter);
        std::size_t in_cycle = 0;
        for (std::size_t i = 0; i < process_variable_count; ++i) {
            if (values[i] == truth[i]) continue;
            ++in_cycle;
            if (check == 1)
                as_named += values[i] == truth[i] * 10;
            else if (check == 2)
                as_named += i == index(process_variable::cushion) && values[i] > 645;
            else
                ++as_named;
        }
        REQUIRE(in_cycle <= 1);
        different += in_cycle == 1;
    }
    CAPTURE(check);
    CHECK(different > 100);
    CHECK(different < 10'000);
    CHECK(as_named == different);
}

TEST_CASE("a clock may be wrong, run away and show summer time", "[defects]") {
    using namespace std::chrono;
    const sys_seconds noon = sys_days(2026y / 1 / 10) + 12h;
    machine_clock clock;
    clock.set_faults({.offset_s = -15, .drift_s_per_day = 3});
    clock.set(noon, 0s);
    CHECK(clock.at(0s) == noon - 15s);
    CHECK(clock.at(24h * 10) == noon + 240h + 15s);

    machine_clock summer;
    summer.set_faults({.summer_time = true});
    summer.set(noon, 0s);
    CHECK(summer.at(0s) == noon);
    CHECK(summer.at(24h * 100) == noon + 2400h + 1h);
    CHECK_FALSE(is_summer_time(sys_days(2026y / 3 / 29) + 59min));
    CHECK(is_summer_time(sys_days(2026y / 3 / 29) + 1h));
    CHECK_FALSE(is_summer_time(sys_days(2026y / 10 / 25) + 1h));
}
