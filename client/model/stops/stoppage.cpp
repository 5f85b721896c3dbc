#include "client/model/stops/stoppage.hpp"

#include <algorithm>

namespace husky::cells {

using protocol::interruption_state;

void stoppage::begin(cell_context& c, std::size_t which, message_log& messages) {
    cause_ = static_cast<std::uint8_t>(which);
    began_ = c.now;
    c.tell_interruption(which, interruption_state::begins);
    messages.raise(c, which);
}

void stoppage::plan_repair(cell_context& c, message_log& messages) const {
    constexpr double consequence_chance = 0.5, min_repair_minutes = 0.1;
    const bool dead = cause_ == known_message::power_failure;
    if (interruption_kinds()[cause_].follows_by != 0 && c.random.chance(consequence_chance))
        c.plan(appointment::consequence, c.random.uniform(0.1, 2.0));
    if (dead || cause_ == known_message::emergency_stop) messages.begin_storm(c);
    const double minutes = c.draw_repair_minutes(cause_, min_repair_minutes);
    plan_reason(c, minutes);
    const double standby_after = c.family->start_up.standby_after_min;
    if (minutes > standby_after && !dead) c.plan(appointment::standby, 60 * standby_after);
    c.plan(appointment::repaired, 60 * minutes);
}

/// Of short stops nearly half are never explained.
void stoppage::plan_reason(cell_context& c, double minutes) {
    constexpr double earliest = 0.5, latest = 10, short_stop = 5;
    constexpr double explained_short = 0.6, explained_long = 0.9;
    const double after = c.random.uniform(earliest, std::max(earliest, std::min(minutes, latest)));
    const bool explained = c.random.chance(minutes > short_stop ? explained_long : explained_short);
    if (explained && after < minutes) c.plan(appointment::reason, 60 * after);
}

void stoppage::show_consequence(const cell_context& c) {
    c.tell_interruption(interruption_index(interruption_kinds()[cause_].follows_by), interruption_state::begins);
    consequence_shown_ = true;
}

void stoppage::record_reason(const cell_context& c) const {
    c.record(events::standstill_reason, {interruption_kinds()[cause_].text});
}

void stoppage::end(cell_context& c, message_log& messages) {
    for (const auto a : {appointment::repaired, appointment::reason, appointment::consequence, appointment::standby})
        c.due.cancel(a);
    const auto& kind = interruption_kinds()[cause_];
    if (consequence_shown_) c.tell_interruption(interruption_index(kind.follows_by), interruption_state::ends);
    consequence_shown_ = false;
    messages.end_storm(c);
    c.tell_interruption(cause_, interruption_state::ends);
    messages.clear(c, cause_);
    c.record(events::stop_reset, {kind.text}, entry_type(cause_));
    minutes_ = c.since(began_) / 60;
}

void stoppage::begin_by_hand(const cell_context& c) {
    by_operator_ = true;
    began_ = c.now;
}

void stoppage::end_by_hand(const cell_context& c) {
    by_operator_ = false;
    minutes_ = c.since(began_) / 60;
}

void stoppage::end_power_off(cell_context& c, message_log& messages) {
    messages.end_storm(c);
    consequence_shown_ = by_operator_ = false;
    if (has_cause()) {
        c.tell_interruption(cause_, interruption_state::ends);
        messages.clear(c, cause_);
        forget_cause();
    }
    minutes_ = c.since(began_) / 60;
}

}  // namespace husky::cells
