// How a cell stops: failures, what they show, what follows from them, repair.
#include <algorithm>

#include "client/model/cell.hpp"
#include "client/model/signature.hpp"

namespace husky::cells {

using protocol::interruption_state;
using protocol::machine_mode;
using protocol::production_status;

namespace {

constexpr double repair_sigma_ln = 0.8;
constexpr double longest_repair_minutes = 24 * 60;

constexpr std::uint16_t emergency_stop = 139;
constexpr std::uint16_t power_failure = 141;
constexpr std::uint16_t vacuum_low = 105;
constexpr std::uint16_t accumulator_slow = 129;

constexpr bool is(std::size_t which, std::uint16_t id) { return which == interruption_index(id); }

}  // namespace

void cell::fail(happenings& out) {
    count_running_time();
    const std::size_t which = failures_.next();
    const auto& kind = interruption_kinds()[which];
    failures_.renew(which, running_hours_, life_);
    if (kind.sort != message_class::cycle_interruption) {
        begin_alarm(which, out);
        return plan_failure();
    }
    if (kind.stops == stop_point::at_once || dry()) {
        lose_cycle(out);
        return stop(which, out);
    }
    if (stop_pending_ == no_stop) {
        stop_pending_ = static_cast<std::uint8_t>(which);
        leave_signature(which);
    }
    plan_failure();
}

void cell::leave_signature(std::size_t which) {
    double longer_s = 0;
    for (const auto& s : signatures()) {
        if (!is(which, s.id) || !family_->of(s.what).present) continue;
        float& value = running_.values[index(s.what)];
        const auto by = static_cast<float>(life_.uniform(s.low, s.high));
        const float before = value;
        value = s.relative ? value * by : value + by;
        if (s.lengthens) longer_s += static_cast<double>(value - before);
        running_.within_bands = false;
    }
    longer_s = std::max(longer_s, 0.0);
    running_.cycle_s += longer_s;
    running_.values[index(quantity::cycle_time)] += static_cast<float>(longer_s);
    calendar_.set(appointment::cycle_end, calendar_.at(appointment::cycle_end) + from_seconds(longer_s / sides()));
}

void cell::tell(std::size_t which, interruption_state state, happenings& out) {
    const std::span<const protocol::interruption_text> texts = family_->interruption_texts[which];
    out.interruption(interruption_kinds()[which].id, state, side_, clock_.at(now_),
                     texts.first(directory().languages.size()));
}

void cell::stop(std::size_t which, happenings& out) {
    stop_cycling();
    calendar_.cancel(appointment::step_end);
    stopped_by_ = static_cast<std::uint8_t>(which);
    stopped_at_ = now_;
    tell(which, interruption_state::begins, out);
    raise(which, out);
    enter(is(which, power_failure) ? machine_mode::off : machine_mode::interrupted, production_status::no_production,
          out);
    const bool dead = is(which, power_failure);
    run_pump(dead || is(which, emergency_stop) ? pump::off : pump::idling);
    if (dead) set_heats(heats::off);
    if (waits_for_zones_) return plan_look();

    constexpr double consequence_chance = 0.5;
    if (interruption_kinds()[which].follows_by != 0 && life_.chance(consequence_chance))
        calendar_.set(appointment::consequence, now_ + from_seconds(life_.uniform(0.1, 2.0)));
    if (is(which, emergency_stop) || is(which, power_failure)) {
        storm_left_ = static_cast<std::uint8_t>(20 + life_.below(41));
        calendar_.set(appointment::storm, now_ + from_seconds(life_.uniform(0.01, 0.1)));
    }
    const double drawn = family_->failures[which].mttr_minutes * life_.log_normal(repair_sigma_ln);
    const double minutes = std::clamp(drawn, 0.1, longest_repair_minutes);
    plan_reason(minutes);
    const double standby_after = family_->start_up.standby_after_min;
    if (minutes > standby_after && !is(which, power_failure))
        calendar_.set(appointment::standby, now_ + from_seconds(60 * standby_after));
    calendar_.set(appointment::repaired, now_ + from_seconds(60 * minutes));
}

/// Of short stops nearly half are never explained.
void cell::plan_reason(double minutes) {
    constexpr double earliest = 0.5, latest = 10, short_stop = 5;
    constexpr double explained_short = 0.6, explained_long = 0.9;
    const double after = life_.uniform(earliest, std::max(earliest, std::min(minutes, latest)));
    const bool explained = life_.chance(minutes > short_stop ? explained_long : explained_short);
    if (explained && after < minutes) calendar_.set(appointment::reason, now_ + from_seconds(60 * after));
}

void cell::show_consequence(happenings& out) {
    tell(interruption_index(interruption_kinds()[stopped_by_].follows_by), interruption_state::begins, out);
    consequence_shown_ = true;
}

void cell::enter_reason(happenings& out) {
    record(event_kind::standstill_reason, {interruption_kinds()[stopped_by_].text}, out);
}

void cell::set_back(happenings& out) {
    set_heats(heats::set_back);
    run_pump(pump::off);
    enter(machine_mode::standby, production_status::no_production, out);
}

void cell::repaired(happenings& out) {
    if (consequence_shown_)
        tell(interruption_index(interruption_kinds()[stopped_by_].follows_by), interruption_state::ends, out);
    consequence_shown_ = false;
    end_storm(out);
    tell(stopped_by_, interruption_state::ends, out);
    clear(stopped_by_, out);
    record(event_kind::stop_reset, {interruption_kinds()[stopped_by_].text}, out, entry_type(stopped_by_));
    change_full_boxes();
    if (is(stopped_by_, vacuum_low)) process_.surroundings().change_cups();
    if (is(stopped_by_, accumulator_slow)) process_.surroundings().recharge_accumulator();
    stopped_minutes_ = to_seconds(now_ - stopped_at_) / 60;
    choose_way_back();
    stopped_by_ = no_stop;
    waits_for_zones_ = false;
    calendar_.set(appointment::cycle_start, now_ + from_seconds(life_.uniform(5, 20)));
}

}  // namespace husky::cells
