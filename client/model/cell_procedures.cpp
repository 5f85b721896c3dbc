// How a cell comes into production: start-up after a stop, from cold, with another mould; and how it leaves it.
#include <algorithm>
#include <cmath>
#include <utility>

#include "client/model/cell.hpp"

namespace husky::cells {

using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr double semi_automatic_shots = 4;
constexpr std::uint16_t oil_cold = 125;
constexpr std::uint16_t maintenance_due = 152;

}  // namespace

double cell::minutes_of(step_time t) {
    const auto& times = family_->start_up;
    const auto draw = [&](minutes m) { return life_.uniform(m.low, m.high); };
    switch (t) {
        case step_time::none:
            return 0;
        case step_time::boot:
            return draw(times.boot);
        case step_time::heat:
            return 0;  // ends when the zones are ready
        case step_time::soak:
            return draw(times.soak);
        case step_time::purge:
            return draw(times.purge);
        case step_time::dry:
            return draw(times.dry);
        case step_time::inspection:
            return draw(times.inspection);
        case step_time::set_up:
            return draw(times.set_up);
        case step_time::maintenance:
            return draw(times.maintenance);
        case step_time::no_order:
            return 60 * family_->orders.no_order_hours * life_.exponential();
        case step_time::weekend:
            return to_seconds(rest_left()) / 60;
    }
    return 0;
}

void cell::begin(procedure p, happenings& out) {
    procedure_ = p;
    step_ = 0;
    stop_cycling();
    begin_step(out);
}

void cell::begin_step(happenings& out) {
    if (goes_to_rest(out)) return;
    const auto steps = steps_of(*procedure_);
    if (step_ == steps.size()) {
        procedure_.reset();
        enter(machine_mode::automatic, production_status::production, out);
        return start_cycling();
    }
    const step& s = steps[step_];
    if (s.heat != process_.zones().target()) set_heats(s.heat);
    run_pump(s.pumps ? pump::working : pump::off);
    waits_for_oil_ = s.doing != activity::waiting && oil_is_cold();
    if (s.pumps && oil_is_cold()) raise(interruption_index(oil_cold), out);
    if (waits_for_oil_) return plan_look();
    if (s.begins) record_step(*s.begins, out);
    enter(s.mode, s.production, out);
    switch (s.doing) {
        case activity::waiting:
            stop_cycling();
            break;
        case activity::start_up_shots: {
            const double shots = s.mode == machine_mode::semi_auto ? semi_automatic_shots : start_up_shots();
            start_up_left_ = static_cast<std::uint16_t>(std::ceil(shots * family_->rejects.start_up_scale));
            clustered_ = static_cast<std::uint16_t>(3 * start_up_left_);
            if (s.mode == machine_mode::semi_auto) find_set_points();
            if (start_up_left_ == 0) return end_step(out);
            return start_cycling();
        }
        case activity::dry_cycles:
        case activity::inspection:
            start_cycling();
            break;
    }
    if (s.lasts == step_time::heat) return plan_look();
    calendar_.set(appointment::step_end, now_ + from_seconds(60 * minutes_of(s.lasts)));
}

void cell::end_step(happenings& out) {
    const step& s = steps_of(*procedure_)[step_];
    if (s.ends) record_step(*s.ends, out);
    if (s.doing == activity::dry_cycles) stop_cycling();
    if (resting()) end_rest();
    if (s.lasts == step_time::maintenance) clear(interruption_index(maintenance_due), out);
    ++step_;
    begin_step(out);
}

void cell::record_step(event_kind kind, happenings& out) { record(kind, {same(mould_[newest_order_])}, out); }

bool cell::dry() const { return procedure_ && steps_of(*procedure_)[step_].doing == activity::dry_cycles; }

double cell::start_up_shots() {
    if (procedure_ != procedure::restart) return life_.uniform(20, 60);
    if (stopped_minutes_ >= 5) return life_.uniform(5, 20);
    return stopped_minutes_ >= 1 ? life_.uniform(1, 3) : 0;
}

void cell::start_cycling() {
    if (cycling_) return;
    pass_rest();
    cycling_ = true;
    calendar_.cancel(appointment::rest_look);
    process_.surroundings().restart(to_seconds(now_ - resting_since_));
    for (auto& side : counters_)
        side.forget_rejects();
    running_since_ = now_;
    plan_failure();
    begin_cycle(0);
}

void cell::stop_cycling() {
    calendar_.cancel(appointment::cycle_end);
    calendar_.cancel(appointment::failure);
    if (!cycling_) return;
    count_running_time();
    cycling_ = false;
    resting_since_ = rest_passed_ = now_;
    pass_zones();
    process_.zones().produce(false, now_);
    plan_look();
    start_up_left_ = 0;
    stop_pending_ = no_stop;
}

void cell::choose_way_back() {
    constexpr std::uint16_t power_failure = 141;
    const bool set_back = process_.zones().target() != heats::on;
    if (stopped_by_ == interruption_index(power_failure))
        next_procedure_ = procedure::cold_start;
    else if (set_back)
        next_procedure_ = procedure::reheat;
    else
        next_procedure_ = stopped_minutes_ > family_->start_up.purge_after_min ? procedure::purge : procedure::restart;
    // A start-up that a short stop has broken off goes on where it was.
    const bool long_way =
        procedure_ && (*procedure_ == procedure::cold_start || *procedure_ == procedure::mould_change ||
                       *procedure_ == procedure::maintenance || *procedure_ == procedure::no_order ||
                       *procedure_ == procedure::weekend);
    resume_ = long_way && !set_back;
}

void cell::go_on(happenings& out) {
    if (goes_to_rest(out)) return;
    if (between_orders_) return go_to_next_order(out);
    if (!std::exchange(resume_, false)) return begin(next_procedure_, out);
    begin_step(out);
}

}  // namespace husky::cells
