// What a cell records in its event log, and the operators who give it cause.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <span>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr double operator_work_hours = 0.75;  ///< mean time between two things that operators do
constexpr double logged_on_hours = 2.2;       ///< mean time until a user logs off
constexpr double logged_off_hours = 0.35;     ///< mean time until the next one logs on
constexpr double fresh_crew_log_ons = 1.5;    ///< how much more often both happen with a new crew
constexpr std::uint32_t users = 4;
constexpr std::uint32_t fewest_trims = 3;  ///< set points that are changed in a start-up; at most twice as many
constexpr double chatter_hours = 6;        ///< mean time between two bouts of a chattering switch
constexpr std::uint16_t chattering_alarm = 131;

/// What operators trim while the machine runs; each step is about one standard deviation of the variable.
constexpr std::array trimmed{quantity::hold_pressure, quantity::back_pressure, quantity::screw_speed,
                             quantity::cool_water_flow};

constexpr std::string_view user_name(std::uint8_t number) {
    constexpr std::array<std::string_view, users> names{"OP1", "OP2", "OP3", "OP4"};
    return names[number - 1U];
}

}  // namespace

void cell::plan_log() {
    calendar_.set(appointment::lot_change, from_seconds(3600 * family_->process.lot_hours * life_.uniform()));
    calendar_.set(appointment::operator_work, from_seconds(3600 * operator_work_hours * life_.exponential()));
    if (chatters_) calendar_.set(appointment::chatter, from_seconds(3600 * chatter_hours * life_.exponential()));
    plan_log_on();
    plan_shift();
}

void cell::host_linked(bool linked) {
    if (!follows_host_) return;
    host_is_linked_ = linked;
    host_news_ |= linked ? host_came : host_went;
    calendar_.set(appointment::command, now_);
}

void cell::print_requested() {
    if (!follows_host_) return;
    host_news_ |= print_asked;
    calendar_.set(appointment::command, now_);
}

void cell::print_lost() {
    if (!follows_host_) return;
    host_news_ |= print_failed;
    calendar_.set(appointment::command, now_);
}

void cell::record(event_kind kind, std::initializer_list<multilingual> arguments, happenings& out,
                  std::string_view code) {
    const auto texts = make_event(kind, arguments, code);
    out.event_recorded(clock_.at(now_), std::span(texts).first(directory().languages.size()));
}

/// A job began on that side, and its counters with it.
void cell::record_start(protocol::tandem_side side, happenings& out) {
    const auto number = fmt::format("{}", side);
    record(event_kind::counters_reset, {same(number)}, out);
    record(event_kind::job_started, {same(job_[side])}, out);
}

bool cell::record_news(happenings& out) {
    if (!calendar_.has(appointment::command)) return false;
    calendar_.cancel(appointment::command);
    record_commands(out);
    return true;
}

void cell::record_commands(happenings& out) {
    for (unsigned side = 0; side < protocol::tandem_sides; ++side) {
        if ((started_sides_ & (1U << side)) == 0) continue;
        record_start(static_cast<protocol::tandem_side>(side), out);
    }
    started_sides_ = 0;
    if ((host_news_ & clock_was_set) != 0) record(event_kind::clock_set, {}, out);
    // Of a link that came and went since the last happening, or went and came, the last is as it is now.
    if (!host_is_linked_ && (host_news_ & host_came) != 0) record(event_kind::host_connected, {}, out);
    if ((host_news_ & host_went) != 0) record(event_kind::host_disconnected, {}, out);
    if (host_is_linked_ && (host_news_ & host_came) != 0) record(event_kind::host_connected, {}, out);
    if ((host_news_ & print_asked) != 0) record(event_kind::print_requested, {}, out);
    if ((host_news_ & print_failed) != 0) record(event_kind::print_lost, {}, out);
    host_news_ = 0;
    record_setups(out);
}

void cell::change_lot(happenings& out) {
    if (resting()) return;
    process_.new_lot();
    const auto number = fmt::format("L{}", ++lot_number_);
    record(event_kind::lot_changed, {same(number)}, out);
    const double hours = family_->process.lot_hours * (0.5 + 0.5 * life_.exponential());
    calendar_.set(appointment::lot_change, now_ + from_seconds(3600 * hours));
}

void cell::chatter(happenings& out) {
    if (resting()) return;
    constexpr auto which = interruption_index(chattering_alarm);
    if (chatter_left_ == 0) chatter_left_ = static_cast<std::uint8_t>(2 * (5 + life_.below(26)));
    if (chatter_left_ % 2 == 0)
        raise(which, out);
    else if (!messages_.goes_by_itself(which))
        clear(which, out);
    --chatter_left_;
    const double pause_s = chatter_left_ > 0 ? life_.uniform(1, 18) : 3600 * chatter_hours * life_.exponential();
    calendar_.set(appointment::chatter, now_ + from_seconds(pause_s));
}

void cell::plan_log_on() {
    const double hours = (logged_on_ ? logged_on_hours : logged_off_hours) * life_.exponential();
    const double rate = shift_part_ == shift_part::usual ? 1 : fresh_crew_log_ons;
    calendar_.set(appointment::log_on, now_ + from_seconds(3600 * hours / rate));
}

void cell::log_on_or_off(happenings& out) {
    if (resting()) return;
    logged_on_ = !logged_on_;
    if (logged_on_) user_ = static_cast<std::uint8_t>(life_.below(users) + 1);
    record(logged_on_ ? event_kind::log_on : event_kind::log_off, {same(user_name(user_))}, out);
    plan_log_on();
}

/// A new set-up is trimmed while its first shots are made.
void cell::find_set_points() {
    trims_left_ = static_cast<std::uint8_t>(fewest_trims + life_.below(fewest_trims + 1));
    calendar_.set(appointment::operator_work, now_ + from_seconds(life_.uniform(5, 60)));
}

void cell::work_of_operator(happenings& out) {
    if (resting()) return;
    const double kind = life_.uniform();
    if (trims_left_ > 0) {
        if (!logged_on_) log_on_or_off(out);
        change_set_point(out);
        if (--trims_left_ > 0)
            return calendar_.set(appointment::operator_work, now_ + from_seconds(life_.uniform(5, 60)));
    } else if (!logged_on_) {
        // Only who is logged on may touch anything.
    } else if (kind < 0.5) {
        change_set_point(out);
    } else if (kind < 0.55) {
        record(event_kind::setup_saved, {same(mould_[0])}, out);
        setup_cleared_ = false;
    } else if (kind < 0.58) {
        record(remote_ ? event_kind::remote_ended : event_kind::remote_begun, {}, out);
        remote_ = !remote_;
    } else {
        ask_for_sample(out);
    }
    calendar_.set(appointment::operator_work, now_ + from_seconds(3600 * operator_work_hours * life_.exponential()));
}

void cell::ask_for_sample(happenings& out) {
    if (sample_due_ || !cycling_) return;
    sample_due_ = true;
    record(event_kind::sample_requested, {}, out);
}

void cell::change_set_point(happenings& out) {
    const quantity q = trimmed[life_.below(trimmed.size())];
    const channel& c = family_->of(q);
    if (!c.present) return;
    const double old = process_.set_point(0, q);
    // Back to where it was, or one step up or down from it.
    const double step = process_.offset(0, q) != 0 ? 0 : (life_.chance(0.5) ? 1 : -1) * (c.sigma + c.white);
    process_.offset(q, step);
    record_set_point(0, q, old, out);
}

void cell::record_set_point(protocol::tandem_side side, quantity q, double old, happenings& out) {
    const channel& c = family_->of(q);
    const auto digits = [&](double y) {
        return fmt::format("{:.6g}", c.resolution > 0 ? std::round(y / c.resolution) * c.resolution : y);
    };
    const auto from = digits(old), to = digits(process_.set_point(side, q));
    record(event_kind::set_point_changed,
           {kind_of(q).description, same(from), same(to), same(family_->units[index(q)]), same(user_name(user_))}, out);
}

void cell::report_rules(protocol::tandem_side side, happenings& out) {
    for (const auto& e : spc_[side]->charts())
        if (e.fired != 0)
            record(event_kind::spc_rule, {kind_of(e.what).description, same(spc::name_of_first(e.fired))}, out);
}

}  // namespace husky::cells
