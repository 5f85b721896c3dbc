// Messages in the event log that begin and end: alarms, and what comes with an emergency stop or a power failure.
#include <algorithm>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr double repair_sigma_ln = 0.8;
constexpr double longest_repair_minutes = 24 * 60;

constexpr std::uint16_t cavity_blocked = 147;
constexpr std::uint16_t maintenance_due = 152;

constexpr bool is(std::size_t which, std::uint16_t id) { return which == interruption_index(id); }

}  // namespace

void cell::raise(std::size_t which, happenings& out) {
    if (messages_.raise(which))
        record(event_kind::alarm_on, {interruption_kinds()[which].text}, out, entry_type(which));
}

void cell::clear(std::size_t which, happenings& out) {
    if (messages_.clear(which))
        record(event_kind::alarm_off, {interruption_kinds()[which].text}, out, entry_type(which));
}

void cell::begin_alarm(std::size_t which, happenings& out) {
    raise(which, out);
    if (is(which, maintenance_due)) maintenance_due_ = true;
    if (is(which, cavity_blocked)) block_cavity(out);
    if (interruption_kinds()[which].sort != message_class::alarm || messages_.goes_by_itself(which)) return;
    const double wanted = family_->failures[which].mttr_minutes * life_.log_normal(repair_sigma_ln);
    messages_.goes(which, now_ + from_seconds(60 * std::min(wanted, longest_repair_minutes)));
    calendar_.set(appointment::alarm_over, messages_.next_time());
}

void cell::end_alarm(happenings& out) {
    if (resting()) return;  // end_rest() comes back to it
    clear(messages_.take_next(), out);
    calendar_.set(appointment::alarm_over, messages_.next_time());
}

void cell::show_storm(happenings& out) {
    // Messages come, and some of them go again while others still come.
    const auto any = life_.below(interruption_count);
    const bool of_storm = in_storm_[any];
    const bool may_come =
        !messages_.stands(any) && any != stopped_by_ && interruption_kinds()[any].sort != message_class::notice;
    if (of_storm)
        clear(any, out);
    else if (may_come)
        raise(any, out);
    in_storm_[any] = !of_storm && may_come;
    if (--storm_left_ > 0) calendar_.set(appointment::storm, now_ + from_seconds(life_.uniform(0.01, 0.14)));
}

void cell::end_storm(happenings& out) {
    calendar_.cancel(appointment::storm);
    storm_left_ = 0;
    for (std::size_t which = 0; which < interruption_count; ++which)
        if (in_storm_[which]) clear(which, out);
    in_storm_.reset();
}

}  // namespace husky::cells
