// How a cell lives with the crews: shifts by its own clock, hand-over, the week-end.
#include <fmt/format.h>

#include "client/model/cell.hpp"

namespace husky::cells {

using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr double fresh_crew_stops = 1.3;  ///< how much likelier stops are while a crew is new at its machines
constexpr double most_start_up_shots = 64;
constexpr double spare_minutes = 30;  ///< for a stop on the way into production

/// Longest way from cold into production, so that a machine that is switched on so early runs when the crew comes.
std::chrono::seconds way_from_cold(const family& f) {
    const auto& t = f.start_up;
    const double waiting = t.boot.high + t.heat.high + t.soak.high + t.purge.high + t.dry.high + t.inspection.high;
    const double shots = most_start_up_shots * f.rejects.start_up_scale * f.cycle.time_s;
    return std::chrono::seconds(static_cast<std::int64_t>(60 * (waiting + spare_minutes) + shots));
}

}  // namespace

void cell::start_clock(std::chrono::sys_seconds shown) {
    clock_.set(shown, sim_time{});
    plan_shift();
    if (weekend_due_) begin_at_weekend();
}

void cell::set_clock(std::chrono::sys_seconds host_time) {
    if (!follows_host_) return;
    using namespace std::chrono_literals;
    const auto before = clock_.at(now_);
    clock_.set(host_time, now_);
    plan_shift();
    if (resting()) calendar_.set(appointment::step_end, now_ + rest_left());
    // The first time is a machine that gets its clock; after that a jump is worth an entry.
    if (clock_follows_host_ && std::chrono::abs(clock_.at(now_) - before) >= 2s) {
        host_news_ |= clock_was_set;
        calendar_.set(appointment::command, now_);
    }
    clock_follows_host_ = true;
}

/// Follows from the clock alone, so that it may be set at any time.
void cell::plan_shift() {
    if (cycling_) count_running_time();
    const auto shown = clock_.at(now_);
    const auto began = shift_began(shifts_, shown);
    const std::chrono::minutes hand_over(shifts_.hand_over_min);
    shift_part_ = shown < began + hand_over    ? shift_part::hand_over
                  : shown < began + fresh_crew ? shift_part::fresh
                                               : shift_part::usual;
    next_turn_ = shift_part_ == shift_part::hand_over ? began + hand_over
                 : shift_part_ == shift_part::fresh   ? began + fresh_crew
                                                      : next_shift(shifts_, shown);
    calendar_.set(appointment::shift_change, clock_.when(next_turn_, now_));
    weekend_due_ = !resting() && rest_left() > sim_time{};
    if (cycling_) plan_failure();
}

void cell::change_shift(happenings& out) {
    // The clock may have been slower than planned.
    if (clock_.at(now_) < next_turn_) return plan_shift();
    const auto before = shift_part_;
    plan_shift();
    plan_log_on();
    if (before == shift_part::usual && !resting()) out.shift_ended();
    if (resting() || weekend_due_) return;
    if (before == shift_part::usual) {
        const auto number = fmt::format("{}", shift_number(shifts_, clock_.at(now_)));
        record(event_kind::shift_change, {same(number)}, out);
    }
    const bool handed_over = before == shift_part::usual || before == shift_part::hand_over;
    if (handed_over && shift_part_ != shift_part::hand_over) ask_for_sample(out);
}

double cell::stop_rate() const { return shift_part_ == shift_part::usual ? 1 : fresh_crew_stops; }

sim_time cell::rest_left() const {
    if (!shifts_.rests_on_weekends) return {};
    const auto shown = clock_.at(now_);
    const auto end = weekend_end(shifts_, shown);
    if (!end || shown >= *end - way_from_cold(*family_)) return {};
    return clock_.when(*end - way_from_cold(*family_), now_) - now_;
}

bool cell::resting() const { return procedure_ == procedure::weekend && step_ == 0; }

void cell::begin_at_weekend() {
    stop_cycling();
    calendar_.cancel(appointment::cycle_start);
    mode_ = machine_mode::off;
    production_ = production_status::no_production;
    process_.zones().begin_at_rest(heats::off, {});
    process_.surroundings().cool_oil();
    run_pump(pump::off);
    procedure_ = procedure::weekend;
    step_ = 0;
    weekend_due_ = false;
    calendar_.set(appointment::step_end, now_ + rest_left());
}

bool cell::goes_to_rest(happenings& out) {
    if (!weekend_due_) return false;
    weekend_due_ = false;
    if (rest_left() <= sim_time{}) return false;
    if (logged_on_) log_on_or_off(out);
    begin(procedure::weekend, out);
    return true;
}

/// What waited for the end of a rest happens in the first hour after it.
void cell::end_rest() {
    for (const auto a : {appointment::lot_change, appointment::log_on, appointment::operator_work})
        if (!calendar_.has(a)) calendar_.set(a, now_ + from_seconds(3600 * life_.uniform()));
    calendar_.set(appointment::alarm_over, messages_.next_time());
    if (chatters_ && !calendar_.has(appointment::chatter))
        calendar_.set(appointment::chatter, now_ + from_seconds(3600 * life_.uniform()));
}

}  // namespace husky::cells
