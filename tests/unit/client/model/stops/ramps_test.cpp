#include <cmath>
#include <deque>

#include "settings/schema/load.hpp"
#include "tests/catch.hpp"
#include "tests/unit/client/model/recorder.hpp"

using namespace husky;
using namespace husky::cells;
using namespace husky::cells::test;

namespace {

/// A shipped family in which one thing fails often and hardly anything else does.
family failing(const std::string& name, std::uint16_t id, double mtbf_hours) {
    auto yaml = settings::read_file(family_path(name)) + "\ninterruptions:\n";
    for (const auto& kind : interruption_kinds())
        yaml += fmt::format("  - {{id: {}, mtbf_h: {}, mttr_min: 0}}\n", kind.id, kind.id == id ? mtbf_hours : 0);
    return parse_family(yaml, name + ".yaml");
}

/// The values of a variable in production, and the running shots at which the fault began and after which it was over.
class observer final : public happenings {
  public:
    observer(const cell& of, std::uint16_t id, process_variable variable) : cell_(&of), id_(id), variable_(variable) {}

    void cycle_ended(protocol::tandem_side) override {
        if (cell_->status(0).production != protocol::production_status::production) return;
        if (cell_->quality(0) == protocol::cycle_quality::failed) return;
        values.push_back(static_cast<double>(cell_->measured(0, variable_)));
    }
    void event_recorded(std::chrono::sys_seconds, std::span<const protocol::event_text> texts) override {
        if (texts[0].type == fmt::format("AL{}", id_)) seen(!texts[0].content.ends_with(": cleared"));
    }
    void interruption(std::uint16_t id, protocol::interruption_state state, protocol::tandem_side,
                      std::chrono::sys_seconds, std::span<const protocol::interruption_text>) override {
        if (id == id_) seen(state == protocol::interruption_state::begins);
    }
    void status_changed(protocol::tandem_side) override {}

    std::vector<double> values;
    std::vector<std::size_t> begun, over;

  private:
    void seen(bool begins) { (begins ? begun : over).push_back(values.size()); }

    const cell* cell_;
    std::uint16_t id_;
    process_variable variable_;
};

double mean(const std::vector<double>& values, std::size_t from, std::size_t count) {
    double sum = 0;
    for (std::size_t i = from; i < from + count; ++i)
        sum += values.at(i);
    return sum / static_cast<double>(count);
}

}  // namespace

TEST_CASE("what fails slowly is seen before, peaks at the failure, and is gone after the repair", "[cell][ramps]") {
    const auto [name, id, what] = GENERATE(table<std::string, std::uint16_t, process_variable>({
        {"pet", 105, process_variable::vacuum_take_out},
        {"thinwall", 105, process_variable::vacuum_take_out},
        {"cap", 107, process_variable::recovery_time},
        {"pet", 114, process_variable::barrel_zone_3},
        {"pet", 124, process_variable::oil_temperature},
        {"tech", 124, process_variable::oil_temperature},
        {"pet", 129, process_variable::injection_speed},
        {"cap", 131, process_variable::mould_close_time},
        {"tech", 132, process_variable::cool_water_flow},
        {"pet", 133, process_variable::cool_water_in},
        {"pet", 134, process_variable::mould_dew_point},
        {"pet", 135, process_variable::dry_air_dew_point},
        {"pet", 136, process_variable::dry_air_temp},
    }));
    CAPTURE(name, id);
    const failure_ramp* ramp = nullptr;
    for (const auto& r : failure_ramps())
        if (r.id == id && r.variable == what) ramp = &r;
    REQUIRE(ramp != nullptr);

    const auto f = failing(name, id, 12 * ramp->lead_hours + 20);
    const double shots_an_hour = 3600 / f.cycle.time_s;
    const auto lead = static_cast<std::size_t>(ramp->lead_hours * shots_an_hour);
    const std::size_t few = std::max<std::size_t>(lead / 50, 5), some = std::max<std::size_t>(lead / 8, 10);
    cell c(f, {.serial = "HY-0003"}, 2);
    observer seen(c, id, what);
    // The first failure that has room before it, and its repair.
    std::size_t n = 0;
    const auto usable = [&] {
        for (; n < seen.over.size(); ++n) {
            const auto earlier = n == 0 ? 0 : seen.over[n - 1];
            if (seen.values.size() < seen.over[n] + some) return false;
            if (seen.begun[n] > earlier + 2 * lead + some) return true;
        }
        return false;
    };
    while (!usable() && c.now() < std::chrono::hours(20'000))
        c.advance(seen);
    REQUIRE(usable());

    const auto at = seen.begun[n];
    const double before = mean(seen.values, at - 2 * lead, some);
    const double half = mean(seen.values, at - lead / 2 - some / 2, some);
    const double last = mean(seen.values, at - few - 1, few);
    const double after = mean(seen.values, seen.over[n], some);
    const double amount = ramp->relative ? ramp->amount * f.of(what).set_point : ramp->amount;
    CAPTURE(before, half, last, after, amount);
    // Within what the variable wanders by itself.
    const double own = 0.35 * std::fabs(amount) + 3 * f.of(what).sigma;
    CHECK(last - before == Approx(amount).margin(own));
    CHECK(half - before == Approx(amount / 2).margin(own));
    // New parts may be better than worn ones were.
    CHECK((after - before) * (amount > 0 ? 1 : -1) < own);
}

TEST_CASE("the ramps of the catalogue belong to what can fail", "[cell][ramps]") {
    for (const auto& r : failure_ramps()) {
        CAPTURE(r.id, name_of(r.variable));
        const auto& kind = interruption_kinds()[interruption_index(r.id)];
        CHECK(kind.mtbf_hours > r.lead_hours);
        CHECK(r.lead_hours > 0);
        CHECK(r.amount != 0);
        CHECK_FALSE(is_counted(r.variable));
    }
}

TEST_CASE("other faults come out of the blue", "[cell][ramps]") {
    for (const int id : {101, 103, 106, 110, 128, 139, 141}) {
        CAPTURE(id);
        for (const auto& r : failure_ramps())
            CHECK(r.id != id);
    }
}

TEST_CASE("set points that operators move stay moved until they are moved back", "[cell]") {
    process p(shipped("pet"), 1, random_stream(1, "HY-0001", "process"));
    CHECK(p.offset(0, process_variable::hold_pressure) == 0);
    for (std::size_t i = 0; i < process::max_offsets; ++i)
        p.offset(static_cast<process_variable>(i), 1.5 + static_cast<double>(i));
    p.offset(process_variable::hold_pressure, 4);
    CHECK(p.offset(0, process_variable::hold_pressure) == 0);
    p.offset(process_variable::fill_time, 0);
    CHECK(p.offset(0, process_variable::fill_time) == 0);
    p.offset(process_variable::hold_pressure, 4);
    p.offset(process_variable::hold_pressure, -4);
    CHECK(p.offset(0, process_variable::hold_pressure) == -4);
    CHECK(p.offset(0, process_variable::cycle_time) == 1.5);
    CHECK(p.offset(0, static_cast<process_variable>(7)) == 8.5);
    shot s;
    for (int i = 0; i < 100; ++i)
        p.make(0, 5.5, 0, s);
    CHECK(s.values[index(process_variable::hold_pressure)] == Approx(376).margin(4));
}
