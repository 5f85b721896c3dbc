#include "client/model/cell.hpp"

#include <algorithm>
#include <stdexcept>

namespace husky::cells {

using protocol::machine_mode;
using protocol::production_status;

namespace {

/// 0 up to 5 years of age, 1 from 15 on.
double ageing(double years) { return std::clamp((years - 5) / 10, 0.0, 1.0); }

constexpr double old_years = 12;
constexpr double chattering_machines = 1.0 / 30;

procedure way_in(start_state s) {
    switch (s) {
        case start_state::production:
            break;
        case start_state::cold:
            return procedure::cold_start;
        case start_state::mould_change:
            return procedure::mould_change;
        case start_state::no_order:
            return procedure::no_order;
        case start_state::maintenance:
            return procedure::maintenance;
    }
    return procedure::restart;
}

}  // namespace

cell::cell(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed)
    : family_(&kind),
      serial_(settings.serial),
      build_{.tandem = settings.tandem, .old = settings.age_years >= old_years},
      member_seed_(hash_text(fleet_seed, settings.serial)),
      life_(fleet_seed, settings.serial, "life"),
      process_(kind, 1 + 0.5 * ageing(settings.age_years), random_stream(fleet_seed, settings.serial, "process")),
      failures_(kind, 1 + ageing(settings.age_years), life_),
      defects_(kind, settings.defects, random_stream(fleet_seed, settings.serial, "defects")),
      life_counter_(std::max(settings.life_counter, 0)),
      active_cavities_(kind.cavities),
      shifts_(settings.shifts),
      follows_host_(settings.follows_host),
      chatters_(life_.chance(chattering_machines)) {
    if (build_.tandem && !kind.tandem) throw std::invalid_argument("family " + kind.name + " has no tandem machines");
    clock_.set_faults({.offset_s = settings.defects.clock_offset_s,
                       .drift_s_per_day = settings.defects.clock_drift_s_per_day,
                       .summer_time = settings.defects.dst_hour});
    counters_[0].start_life_at(build_.tandem ? life_counter_ - life_counter_ / 2 : life_counter_);
    counters_[1].start_life_at(build_.tandem ? life_counter_ / 2 : 0);
    job_.fill(settings.job.empty() ? kind.job : settings.job);
    mould_.fill(settings.mould.empty() ? kind.mould : settings.mould);
    for (auto& side : last_)
        side.active_cavities = active_cavities_;
    for (int side = 0; side < sides(); ++side) {
        spc_[static_cast<std::size_t>(side)].emplace(kind);
        begin_order(static_cast<protocol::tandem_side>(side));
    }
    parts_to_reject_ = life_.exponential();
    lot_number_ = life_.below(9000) + 1000;
    plan_log();
    if (settings.start == start_state::production)
        begin_in_production();
    else
        begin_at_rest(way_in(settings.start));
}

void cell::begin_in_production() {
    mode_ = machine_mode::automatic;
    production_ = production_status::production;
    for (int side = 0; side < sides(); ++side) {
        const double made = life_.uniform();
        orders_[static_cast<std::size_t>(side)].begin_within(made, life_.uniform());
    }
    start_cycling();
    // The machine starts somewhere in its cycle, so that the machines of a fleet do not beat in step.
    const sim_time whole = calendar_.at(appointment::cycle_end);
    calendar_.set(appointment::cycle_end, from_seconds(to_seconds(whole) * (1 - life_.uniform())));
}

void cell::begin_at_rest(procedure way) {
    mode_ = machine_mode::off;
    production_ = production_status::no_production;
    const bool cold = way == procedure::cold_start;
    process_.zones().begin_at_rest(cold ? heats::off : heats::on, {});
    if (cold) process_.surroundings().cool_oil();
    run_pump(cold ? pump::off : pump::idling);
    stopped_minutes_ = 60;
    next_procedure_ = way;
    calendar_.set(appointment::cycle_start, from_seconds(life_.uniform(0, 60)));
}

void cell::set_now(sim_time t) {
    if (t > now_ && t <= next()) now_ = t;
}

void cell::advance(happenings& out) {
    if (is_off()) return;
    const appointment due = calendar_.next();
    now_ = std::max(now_, calendar_.next_time());
    calendar_.cancel(due);
    switch (due) {
        case appointment::command:
            return record_commands(out);
        case appointment::cycle_end:
            return end_cycle(out);
        case appointment::failure:
            return fail(out);
        case appointment::storm:
            return show_storm(out);
        case appointment::consequence:
            return show_consequence(out);
        case appointment::reason:
            return enter_reason(out);
        case appointment::standby:
            return set_back(out);
        case appointment::repaired:
            return repaired(out);
        case appointment::cycle_start:
            return go_on(out);
        case appointment::step_end:
            return end_step(out);
        case appointment::alarm_over:
            return end_alarm(out);
        case appointment::rest_look:
            return look_at_rest(out);
        case appointment::chatter:
            return chatter(out);
        case appointment::lot_change:
            return change_lot(out);
        case appointment::shift_change:
            return change_shift(out);
        case appointment::log_on:
            return log_on_or_off(out);
        case appointment::operator_work:
            return work_of_operator(out);
        case appointment::count_:
            return;
    }
}

void cell::enter(machine_mode mode, production_status production, happenings& out) {
    if (mode == mode_ && production == production_) return;
    const bool of_mode = mode != mode_;
    mode_ = mode;
    production_ = production;
    tell_status(out);
    if (of_mode) record(event_kind::mode_changed, {word_of(mode)}, out);
}

void cell::tell_status(happenings& out) {
    for (int side = 0; side < sides(); ++side)
        out.status_changed(static_cast<protocol::tandem_side>(side));
}

}  // namespace husky::cells
