#include "client/model/work/shifts.hpp"

#include <fmt/format.h>

#include <utility>

namespace husky::cells {

namespace {

constexpr double new_crew_failures = 1.3;  ///< how much more likely stops are while a crew is new at its machines
constexpr double new_crew_log_ons = 1.5;
constexpr double max_start_up_shots = 64;
constexpr double spare_minutes = 30;  ///< for a stop on the way into production

/// Longest way from cold into production.
std::chrono::seconds way_from_cold(const family& f) {
    const auto& t = f.start_up;
    const double waiting = t.boot.high + t.heat.high + t.soak.high + t.purge.high + t.dry.high + t.inspection.high;
    const double shots = max_start_up_shots * f.rejects.start_up_scale * f.cycle.time_s;
    return std::chrono::seconds(static_cast<std::int64_t>(60 * (waiting + spare_minutes) + shots));
}

}  // namespace

void shifts::plan(cell_context& c, bool resting) {
    const auto shown = c.clock.at(c.now);
    const auto began = shift_began(plan_, shown);
    const std::chrono::minutes hand_over(plan_.hand_over_min);
    if (shown < began + hand_over) {
        part_ = shift_part::hand_over;
        part_ends_ = began + hand_over;
    } else if (shown < began + fresh_crew) {
        part_ = shift_part::fresh;
        part_ends_ = began + fresh_crew;
    } else {
        part_ = shift_part::settled;
        part_ends_ = next_shift(plan_, shown);
    }
    c.due.set(appointment::shift_change, c.clock.when(part_ends_, c.now));
    rest_is_due_ = false;
    if (!resting) plan_rest(c);
}

void shifts::record_change(const cell_context& c) const {
    c.record(events::shift_change, {same(fmt::format("{}", shift_number(plan_, c.clock.at(c.now))))});
}

double shifts::failure_rate() const { return part_ == shift_part::settled ? 1 : new_crew_failures; }

double shifts::log_on_rate() const { return part_ == shift_part::settled ? 1 : new_crew_log_ons; }

sim_time shifts::rest_left(const cell_context& c) const {
    if (!plan_.rests_on_weekends) return {};
    const auto shown = c.clock.at(c.now);
    const auto end = weekend_end(plan_, shown);
    if (!end || shown >= *end - way_from_cold(*c.family)) return {};
    return c.clock.when(*end - way_from_cold(*c.family), c.now) - c.now;
}

bool shifts::take_rest(const cell_context& c) {
    return std::exchange(rest_is_due_, false) && rest_left(c) > sim_time{};
}

}  // namespace husky::cells
