#include "server/store/oee.hpp"

#include "tests/catch.hpp"
#include "tests/unit/server/store/made_records.hpp"

using namespace husky::host;

namespace {

constexpr double minute = 60'000;

/// An hour of a PET machine: 600 cycles of 5.5 s with 96 cavities, one of them blocked, 0.5 % bad; five minutes lost.
production_sums an_hour() {
    production_sums sums;
    sums.cycles = sums.counted = 600;
    sums.busy_ms = 600 * 5500;
    sums.ideal_ms = 600 * 5400 * 95 / 96;
    sums.good = 56'715;
    sums.bad = 285;
    sums.lost[0].short_ms = 3 * minute;
    sums.lost[0].long_ms = 2 * minute;
    return sums;
}

/// The other way to OEE: planned run time of an item, times good ones, by planned busy time.
constexpr double good_time_s = 5.4 / 96 * 56'715;

struct example {
    const char* name;
    production_sums sums;
    oee_rules rules;
    std::optional<double> availability, performance, quality, oee;
};

void check(const std::optional<double>& found, const std::optional<double>& expected) {
    REQUIRE(found.has_value() == expected.has_value());
    if (found) CHECK(*found == Approx(*expected).epsilon(1e-6));
}

production_sums stopped(stop_kind kind) {
    production_sums sums;
    sums.lost[static_cast<std::size_t>(kind)].long_ms = 60 * minute;
    return sums;
}

production_sums with_change_over() {
    auto sums = an_hour();
    sums.lost[1].long_ms = 25 * minute;
    sums.lost[2].long_ms = 600 * minute;
    return sums;
}

production_sums all_bad() {
    auto sums = an_hour();
    sums.bad += sums.good;
    sums.good = 0;
    return sums;
}

production_sums uncounted() {
    production_sums sums;
    sums.cycles = 10;
    sums.busy_ms = 55'000;
    return sums;
}

}  // namespace

TEST_CASE("OEE is availability, performance and quality, as worked out by hand", "[store][oee]") {
    const std::vector<example> examples{
        // 55 of 60 minutes; 5.4 s for 95 of 96 cavities instead of 5.5 s; 56,715 of 57,000 parts
        {"an hour", an_hour(), {}, 55.0 / 60, 5.4 / 5.5 * 95 / 96, 0.995, good_time_s / 3600},
        // three minutes of short stops are slow production now
        {"short stops slow",
         an_hour(),
         {.short_stops_slow = true},
         58.0 / 60,
         3206250.0 / 3480000,
         0.995,
         good_time_s / 3600},
        {"a change-over is a loss", with_change_over(), {}, 55.0 / 85, 5.4 / 5.5 * 95 / 96, 0.995, good_time_s / 5100},
        {"a change-over is planned",
         with_change_over(),
         {.change_over_planned = true},
         55.0 / 60,
         5.4 / 5.5 * 95 / 96,
         0.995,
         good_time_s / 3600},
        {"nothing", {}, {}, {}, {}, {}, {}},
        {"stopped all the time", stopped(stop_kind::down), {}, 0.0, {}, {}, 0.0},
        {"without an order", stopped(stop_kind::planned), {}, {}, {}, {}, {}},
        {"all parts bad", all_bad(), {}, 55.0 / 60, 5.4 / 5.5 * 95 / 96, 0.0, 0.0},
        {"cycles that say nothing of parts", uncounted(), {}, 1.0, {}, {}, {}}};
    for (const auto& each : examples) {
        CAPTURE(each.name);
        const auto found = oee_of(each.sums, each.rules);
        check(found.availability, each.availability);
        check(found.performance, each.performance);
        check(found.quality, each.quality);
        check(found.oee, each.oee);
    }
}

TEST_CASE("a fast machine has a performance above 1", "[store][oee]") {
    auto sums = an_hour();
    sums.ideal_ms = sums.busy_ms + 1;
    CHECK(*oee_of(sums).performance > 1);
}

TEST_CASE("of a stop that has not ended counts what lies in the window", "[store][oee]") {
    const stop_record stop{1, 0, stop_kind::set_up, at(100), at(1100), std::chrono::seconds(2000)};
    for (const auto& [from, to, lost] : std::vector<std::tuple<int, int, double>>{
             {0, 2000, 2'000'000}, {600, 2000, 1'000'000}, {0, 350, 500'000}, {0, 100, 0}, {1100, 1200, 0}}) {
        CAPTURE(from, to);
        production_sums sums;
        add_stop(sums, stop, at(from), at(to));
        CHECK(sums.lost[1].long_ms == lost);
        CHECK(sums.lost[1].short_ms == 0);
    }
    production_sums sums;
    add_stop(sums, {1, 0, stop_kind::down, at(0), at(60), std::chrono::seconds(60)}, at(30), at(90));
    add_stop(sums, {1, 0, stop_kind::unseen, at(0), at(60), std::chrono::seconds(60)}, at(30), at(90));
    CHECK(sums.lost[0].short_ms == 30'000);
}
