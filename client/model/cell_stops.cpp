// How a cell stops and starts again: failures, repair, start-up.
#include <algorithm>
#include <cmath>

#include "client/model/cell.hpp"

namespace husky::cells {

using protocol::interruption_state;
using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr double repair_sigma_ln = 0.8;
constexpr double longest_repair_minutes = 24 * 60;

}  // namespace

void cell::fail(happenings& out) {
    count_running_time();
    const std::size_t which = failures_.next();
    const auto& kind = interruption_kinds()[which];
    failures_.renew(which, running_hours_, life_);
    if (kind.sort != message_class::cycle_interruption) {
        alarm(which, out);
        return plan_failure();
    }
    if (kind.stops != stop_point::at_once) {
        if (stop_pending_ == no_stop) stop_pending_ = static_cast<std::uint8_t>(which);
        return plan_failure();
    }
    lose_cycle(out);
    stop(which, out);
}

void cell::alarm(std::size_t which, happenings& out) {
    const auto& kind = interruption_kinds()[which];
    record(event_kind::alarm_on, {kind.text}, out, kind.sort == message_class::alarm ? "AL" : "E205");
    if (kind.sort != message_class::alarm || alarm_active_ != no_stop) return;
    alarm_active_ = static_cast<std::uint8_t>(which);
    const double minutes = family_->failures[which].mttr_minutes * life_.log_normal(repair_sigma_ln);
    calendar_.set(appointment::alarm_over, now_ + from_seconds(60 * std::min(minutes, longest_repair_minutes)));
}

void cell::tell(std::size_t which, interruption_state state, happenings& out) {
    out.interruption(interruption_kinds()[which].id, state, side_, clock_.at(now_), family_->interruption_texts[which]);
}

void cell::stop(std::size_t which, happenings& out) {
    count_running_time();
    calendar_.cancel(appointment::failure);
    calendar_.cancel(appointment::cycle_end);
    stop_pending_ = no_stop;
    stopped_by_ = static_cast<std::uint8_t>(which);
    stopped_at_ = now_;
    tell(which, interruption_state::begins, out);
    enter(machine_mode::interrupted, production_status::no_production, out);
    constexpr double consequence_chance = 0.5;
    if (interruption_kinds()[which].follows_by != 0 && life_.chance(consequence_chance))
        calendar_.set(appointment::consequence, now_ + from_seconds(life_.uniform(0.1, 2.0)));
    const double minutes = family_->failures[which].mttr_minutes * life_.log_normal(repair_sigma_ln);
    calendar_.set(appointment::repaired, now_ + from_seconds(60 * std::clamp(minutes, 0.1, longest_repair_minutes)));
}

void cell::show_consequence(happenings& out) {
    tell(interruption_index(interruption_kinds()[stopped_by_].follows_by), interruption_state::begins, out);
    consequence_shown_ = true;
}

void cell::repaired(happenings& out) {
    if (consequence_shown_)
        tell(interruption_index(interruption_kinds()[stopped_by_].follows_by), interruption_state::ends, out);
    consequence_shown_ = false;
    tell(stopped_by_, interruption_state::ends, out);
    stopped_by_ = no_stop;
    calendar_.set(appointment::cycle_start, now_ + from_seconds(life_.uniform(5, 20)));
}

int cell::start_up_cycles(double stopped_minutes) {
    double usual = 0;
    if (stopped_minutes >= 20)
        usual = life_.uniform(20, 60);
    else if (stopped_minutes >= 5)
        usual = life_.uniform(5, 20);
    else if (stopped_minutes >= 1)
        usual = life_.uniform(1, 3);
    return static_cast<int>(std::ceil(usual * family_->rejects.start_up_scale));
}

void cell::press_cycle_start(happenings& out) {
    const double stopped_s = to_seconds(now_ - stopped_at_);
    process_.rest(stopped_s);
    counters_[0].forget_rejects();
    counters_[1].forget_rejects();
    start_up_left_ = static_cast<std::uint16_t>(start_up_cycles(stopped_s / 60));
    clustered_ = static_cast<std::uint16_t>(3 * start_up_left_);
    enter(machine_mode::automatic, start_up_left_ > 0 ? production_status::start_up : production_status::production,
          out);
    running_since_ = now_;
    plan_failure();
    begin_cycle(0);
}

}  // namespace husky::cells
