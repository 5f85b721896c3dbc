#include "client/model/stops/message_log.hpp"

namespace husky::cells {

namespace {

constexpr double chattering_machines = 1.0 / 30;
constexpr double chatter_hours = 6;  ///< mean time between two bouts of a chattering switch

}  // namespace

message_log::message_log(random_stream& random) : chatters_(random.chance(chattering_machines)) {}

void message_log::raise(cell_context& c, std::size_t which) {
    if (active_.raise(which)) c.record(events::alarm_on, {interruption_kinds()[which].text}, entry_type(which));
}

void message_log::clear(cell_context& c, std::size_t which) {
    if (active_.clear(which)) c.record(events::alarm_off, {interruption_kinds()[which].text}, entry_type(which));
}

void message_log::plan_end(cell_context& c, std::size_t which) {
    if (interruption_kinds()[which].sort != message_class::alarm || active_.ends_by_itself(which)) return;
    active_.end_at(which, c.now + from_seconds(60 * c.draw_repair_minutes(which, 0)));
    c.due.set(appointment::alarm_over, active_.next_time());
}

void message_log::end_next(cell_context& c) {
    clear(c, active_.take_next());
    c.due.set(appointment::alarm_over, active_.next_time());
}

void message_log::begin_storm(cell_context& c) {
    storm_left_ = static_cast<std::uint8_t>(20 + c.random.below(41));
    c.plan(appointment::storm, c.random.uniform(0.01, 0.1));
}

void message_log::show_storm(cell_context& c, std::size_t stopped_by) {
    // Messages begin, and some of them end while others still begin.
    const auto any = c.random.below(interruption_count);
    const bool of_storm = in_storm_[any];
    const bool may_come =
        !active_.is_active(any) && any != stopped_by && interruption_kinds()[any].sort != message_class::notice;
    if (of_storm)
        clear(c, any);
    else if (may_come)
        raise(c, any);
    in_storm_[any] = !of_storm && may_come;
    if (--storm_left_ > 0) c.plan(appointment::storm, c.random.uniform(0.01, 0.14));
}

void message_log::end_storm(cell_context& c) {
    c.due.cancel(appointment::storm);
    storm_left_ = 0;
    for (std::size_t which = 0; which < interruption_count; ++which)
        if (in_storm_[which]) clear(c, which);
    in_storm_.reset();
}

void message_log::plan_chatter(cell_context& c) {
    if (chatters_) c.plan(appointment::chatter, 3600 * chatter_hours * c.random.exponential());
}

void message_log::chatter(cell_context& c) {
    if (chatter_left_ == 0) chatter_left_ = static_cast<std::uint8_t>(2 * (5 + c.random.below(26)));
    if (chatter_left_ % 2 == 0)
        raise(c, known_message::chattering);
    else if (!active_.ends_by_itself(known_message::chattering))
        clear(c, known_message::chattering);
    --chatter_left_;
    c.plan(appointment::chatter,
           chatter_left_ > 0 ? c.random.uniform(1, 18) : 3600 * chatter_hours * c.random.exponential());
}

void message_log::end_rest(cell_context& c) {
    c.due.set(appointment::alarm_over, active_.next_time());
    if (chatters_ && !c.due.has(appointment::chatter)) c.plan(appointment::chatter, 3600 * c.random.uniform());
}

}  // namespace husky::cells
