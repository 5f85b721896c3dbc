#include <cmath>

#include "tests/catch.hpp"
#include "tests/realism/published.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

constexpr std::uint64_t seed = 1;

const steady_run& run_of(const std::string& name) {
    static const steady_run pet(shipped("pet"), 20'000, seed), cap(shipped("cap"), 20'000, seed),
        thinwall(shipped("thinwall"), 20'000, seed), tech(shipped("tech"), 20'000, seed);
    return name == "pet" ? pet : name == "cap" ? cap : name == "thinwall" ? thinwall : tech;
}

auto every_family() { return GENERATE(std::string("pet"), "cap", "thinwall", "tech"); }

}  // namespace

TEST_CASE("scatter is within a factor of two of published data", "[realism]") {
    const auto name = every_family();
    const auto& run = run_of(name);
    for (const auto& p : published_variables()) {
        const double sigma = run.total_sigma({p.variable}) * (p.relative ? 100 / std::fabs(run.mean({p.variable})) : 1);
        INFO(name << " " << name_of(p.variable) << ", seed " << seed);
        CHECK(sigma > p.sigma_low / 2);
        CHECK(sigma < p.sigma_high * 2);
    }
}

TEST_CASE("one cycle resembles the next as published data do", "[realism]") {
    const auto name = every_family();
    const auto& run = run_of(name);
    for (const auto& p : published_variables()) {
        if (!p.has_lag) continue;
        INFO(name << " " << name_of(p.variable) << ", seed " << seed);
        const double lag = run.lag_1({p.variable});
        // Near zero a factor says nothing: 0.1 is as good as none.
        CHECK(lag > p.lag_low / 2 - 0.1);
        CHECK(lag < p.lag_high * 2 + 0.1);
    }
}

TEST_CASE("the ten correlations of a real machine are there, in sign and size", "[realism]") {
    const auto name = every_family();
    const auto& run = run_of(name);
    for (const auto& p : published_correlations()) {
        INFO(name << " " << name_of(p.a.variable) << " and " << name_of(p.b.variable) << ", seed " << seed);
        const double r = run.correlation(p.a, p.b);
        CHECK(r > p.low - 0.15);
        CHECK(r < p.high + 0.15);
    }
}

TEST_CASE("total over short-term scatter is between one and five", "[realism]") {
    const auto name = every_family();
    const auto& run = run_of(name);
    for (const auto& p : published_variables()) {
        // Mould and oil follow water and hall and are near random walks, on real machines too.
        if (p.variable == process_variable::mould_surface_temp || p.variable == process_variable::oil_temperature)
            continue;
        INFO(name << " " << name_of(p.variable) << ", seed " << seed);
        const double ratio = run.total_sigma({p.variable}) / run.short_sigma({p.variable});
        CHECK(ratio > 0.95);
        CHECK(ratio < 5);
    }
}

TEST_CASE("rule 1 gives false alarms as on white noise where a variable is white", "[realism]") {
    cell c(shipped("pet"), {.serial = "HY-0001"}, seed);

    struct counter final : happenings {
        const cell* of;
        long points = 0, alarms = 0;
        explicit counter(const cell& machine) : of(&machine) {}
        void cycle_ended(protocol::tandem_side) override {
            // White variables whose resolution is fine against their scatter; a coarse one moves the limits.
            for (const auto q : {process_variable::mould_open_position, process_variable::zone_current}) {
                const auto& rule = of->family().of(q);
                ++points;
                alarms += std::fabs(static_cast<double>(of->measured(0, q)) - rule.set_point) > 3 * rule.white;
            }
        }
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
        void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                          std::span<const protocol::interruption_text>) override {}
        void status_changed(protocol::tandem_side) override {}
    } count(c);
    while (count.points < 3'000'000)
        c.advance(count);
    INFO("seed " << seed);
    const double run_length = static_cast<double>(count.points) / static_cast<double>(count.alarms);
    CHECK(run_length > 360);
    CHECK(run_length < 400);
}

TEST_CASE("limits from moving ranges give many more false alarms on variables with memory", "[realism]") {
    const auto& run = run_of(every_family());
    INFO("seed " << seed);
    for (const auto q : {process_variable::recovery_time, process_variable::injection_speed,
                         process_variable::back_pressure, process_variable::mould_surface_temp})
        CHECK(static_cast<double>(run.cycles()) / static_cast<double>(run.beyond_moving_range_limits({q})) < 150);
}

TEST_CASE("bad shots come in clusters, after stops", "[realism]") {
    const auto name = every_family();
    cell c(shipped(name), {.serial = "HY-0001"}, seed);

    struct counter final : happenings {
        const cell* of;
        long shots = 0, bad = 0, after_bad = 0, bad_after_bad = 0, bad_after_stop = 0, since_stop = 1000;
        bool last_bad = false;
        explicit counter(const cell& machine) : of(&machine) {}
        void cycle_ended(protocol::tandem_side) override {
            const bool is_bad = of->quality(0) == protocol::cycle_quality::bad;
            ++shots;
            ++since_stop;
            bad += is_bad;
            after_bad += last_bad;
            bad_after_bad += last_bad && is_bad;
            bad_after_stop += is_bad && since_stop <= 60;
            last_bad = is_bad;
        }
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
        void interruption(std::uint16_t, protocol::interruption_state, protocol::tandem_side, std::chrono::sys_seconds,
                          std::span<const protocol::interruption_text>) override {
            since_stop = 0;
        }
        void status_changed(protocol::tandem_side) override {}
    } count(c);
    while (count.shots < 20'000)
        c.advance(count);
    const double base = static_cast<double>(count.bad) / static_cast<double>(count.shots);
    const double next = static_cast<double>(count.bad_after_bad) / static_cast<double>(count.after_bad);
    INFO(name << ": base " << base << ", after a bad shot " << next << ", seed " << seed);
    CHECK(base > 0.003);
    CHECK(base < 0.05);
    CHECK(next > 0.5);
    CHECK(next < 0.98);
    CHECK(static_cast<double>(count.bad_after_stop) / static_cast<double>(count.bad) > 0.5);
}

TEST_CASE("unplanned stops take four to eight percent of the running time", "[realism]") {
    const auto name = every_family();

    struct watch final : happenings {
        const cell* of = nullptr;
        bool stopped = false;
        sim_time since{}, down{}, up{};
        void pass() {
            const bool running = of->status(0).mode == protocol::machine_mode::automatic;
            if (stopped)
                down += of->now() - since;
            else
                up += of->now() - since;
            since = of->now();
            if (running) stopped = false;
        }
        void cycle_ended(protocol::tandem_side) override {}
        void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text>) override {}
        void interruption(std::uint16_t, protocol::interruption_state state, protocol::tandem_side,
                          std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
            pass();
            if (state == protocol::interruption_state::begins) stopped = true;
        }
        void status_changed(protocol::tandem_side) override { pass(); }
    };
    double down = 0, up = 0;
    for (int n = 1; n <= 3; ++n) {
        cell c(shipped(name), {.serial = fmt::format("HY-{:04}", n)}, seed);
        watch w;
        w.of = &c;
        while (c.now() < std::chrono::hours(1000))
            c.advance(w);
        down += to_seconds(w.down);
        up += to_seconds(w.up);
    }
    INFO(name << ", seed " << seed);
    CHECK(down / up > 0.04);
    CHECK(down / up < 0.08);
}
