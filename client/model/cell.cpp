#include "client/model/cell.hpp"

#include <algorithm>
#include <stdexcept>

namespace husky::cells {

namespace {

/// 0 up to 5 years of age, 1 from 15 on.
double ageing(double years) { return std::clamp((years - 5) / 10, 0.0, 1.0); }

}  // namespace

cell::cell(const family& kind, const cell_settings& settings, std::uint64_t fleet_seed)
    : family_(&kind),
      serial_(settings.serial),
      job_(settings.job.empty() ? kind.job : settings.job),
      mould_(settings.mould.empty() ? kind.mould : settings.mould),
      tandem_(settings.tandem),
      member_seed_(hash_text(fleet_seed, settings.serial)),
      life_(fleet_seed, settings.serial, "life"),
      process_(kind, 1 + 0.5 * ageing(settings.age_years), random_stream(fleet_seed, settings.serial, "process")),
      failures_(kind, 1 + ageing(settings.age_years), life_),
      life_counter_(std::max(settings.life_counter, 0)),
      active_cavities_(kind.cavities) {
    if (tandem_ && !kind.tandem) throw std::invalid_argument("family " + kind.name + " has no tandem machines");
    counters_[0].start_life_at(tandem_ ? life_counter_ - life_counter_ / 2 : life_counter_);
    counters_[1].start_life_at(tandem_ ? life_counter_ / 2 : 0);
    for (auto& side : last_)
        side.active_cavities = active_cavities_;
    for (int side = 0; side < sides(); ++side)
        spc_[static_cast<std::size_t>(side)].emplace(kind);
    parts_to_reject_ = life_.exponential();
    lot_number_ = life_.below(9000) + 1000;
    begin_cycle(0);
    // The machine starts somewhere in its cycle, so that the machines of a fleet do not beat in step.
    const sim_time whole = calendar_.at(appointment::cycle_end);
    calendar_.set(appointment::cycle_end, from_seconds(to_seconds(whole) * (1 - life_.uniform())));
    plan_failure();
    plan_log();
}

void cell::set_now(sim_time t) {
    if (t > now_ && t <= next()) now_ = t;
}

void cell::advance(happenings& out) {
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
        case appointment::consequence:
            return show_consequence(out);
        case appointment::repaired:
            return repaired(out);
        case appointment::cycle_start:
            return press_cycle_start(out);
        case appointment::alarm_over:
            record(event_kind::alarm_off, {interruption_kinds()[alarm_active_].text}, out, "AL");
            alarm_active_ = no_stop;
            return;
        case appointment::lot_change:
            return change_lot(out);
        case appointment::shift_change:
            return change_shift(out);
        case appointment::operator_work:
            return work_of_operator(out);
        case appointment::count_:
            return;
    }
}

void cell::enter(protocol::machine_mode mode, protocol::production_status production, happenings& out) {
    if (mode == mode_ && production == production_) return;
    mode_ = mode;
    production_ = production;
    for (int side = 0; side < sides(); ++side)
        out.status_changed(static_cast<protocol::tandem_side>(side));
}

}  // namespace husky::cells
