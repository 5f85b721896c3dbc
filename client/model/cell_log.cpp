// What a cell records in its event log, and the operators who give it cause.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <span>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr double operator_work_hours = 0.35;  ///< mean time between two things that operators do
constexpr double chatter_hours = 6;           ///< mean time between two bouts of a chattering switch
constexpr std::uint16_t chattering_alarm = 131;

/// Shifts begin at 06:00, 14:00 and 22:00 by the machine's clock.
constexpr std::int64_t shift_s = 8 * 3600;
constexpr std::int64_t first_shift_s = 6 * 3600;

/// What operators trim while the machine runs; each step is about one standard deviation of the variable.
constexpr std::array trimmed{quantity::hold_pressure, quantity::back_pressure, quantity::screw_speed,
                             quantity::cool_water_flow};

/// What has happened to clock and link and is not recorded yet.
constexpr std::uint8_t clock_was_set = 1U, host_came = 2U, host_went = 4U;

}  // namespace

void cell::plan_log() {
    calendar_.set(appointment::lot_change, from_seconds(3600 * family_->process.lot_hours * life_.uniform()));
    calendar_.set(appointment::operator_work, from_seconds(3600 * operator_work_hours * life_.exponential()));
    if (chatters_) calendar_.set(appointment::chatter, from_seconds(3600 * chatter_hours * life_.exponential()));
    plan_shift();
}

void cell::plan_shift() {
    const auto shown = clock_.at(now_).time_since_epoch().count();
    const auto in_shift = ((shown - first_shift_s) % shift_s + shift_s) % shift_s;
    calendar_.set(appointment::shift_change, now_ + std::chrono::seconds(shift_s - in_shift));
}

void cell::start_clock(std::chrono::sys_seconds shown) {
    clock_.set(shown, sim_time{});
    plan_shift();
}

void cell::set_clock(std::chrono::sys_seconds host_time) {
    using namespace std::chrono_literals;
    const auto before = clock_.at(now_);
    clock_.set(host_time, now_);
    plan_shift();
    // The first time is a machine that gets its clock; after that a jump is worth an entry.
    if (clock_follows_host_ && std::chrono::abs(clock_.at(now_) - before) >= 2s) {
        host_news_ |= clock_was_set;
        calendar_.set(appointment::command, now_);
    }
    clock_follows_host_ = true;
}

void cell::host_linked(bool linked) {
    host_news_ |= linked ? host_came : host_went;
    calendar_.set(appointment::command, now_);
}

void cell::record(event_kind kind, std::initializer_list<multilingual> arguments, happenings& out,
                  std::string_view code) {
    const auto texts = make_event(kind, arguments, code);
    out.event_recorded(clock_.at(now_), std::span(texts).first(directory().languages.size()));
}

void cell::record_commands(happenings& out) {
    for (unsigned side = 0; side < protocol::tandem_sides; ++side) {
        if ((started_sides_ & (1U << side)) == 0) continue;
        const auto number = fmt::format("{}", side);
        record(event_kind::counters_reset, {same(number)}, out);
        record(event_kind::job_started, {same(job_)}, out);
    }
    started_sides_ = 0;
    if ((host_news_ & clock_was_set) != 0) record(event_kind::clock_set, {}, out);
    if ((host_news_ & host_went) != 0) record(event_kind::host_disconnected, {}, out);
    if ((host_news_ & host_came) != 0) record(event_kind::host_connected, {}, out);
    host_news_ = 0;
    record_setups(out);
}

void cell::change_lot(happenings& out) {
    process_.new_lot();
    const auto number = fmt::format("L{}", ++lot_number_);
    record(event_kind::lot_changed, {same(number)}, out);
    const double hours = family_->process.lot_hours * (0.5 + 0.5 * life_.exponential());
    calendar_.set(appointment::lot_change, now_ + from_seconds(3600 * hours));
}

void cell::change_shift(happenings& out) {
    const auto of_day = (clock_.at(now_).time_since_epoch().count() - first_shift_s) % (3 * shift_s);
    const auto number = fmt::format("{}", (of_day + 3 * shift_s) % (3 * shift_s) / shift_s + 1);
    record(event_kind::shift_change, {same(number)}, out);
    plan_shift();
}

void cell::chatter(happenings& out) {
    const auto& text = interruption_kinds()[interruption_index(chattering_alarm)].text;
    if (chatter_left_ == 0) chatter_left_ = static_cast<std::uint8_t>(2 * (5 + life_.below(26)));
    record(chatter_left_ % 2 == 0 ? event_kind::alarm_on : event_kind::alarm_off, {text}, out, "AL131");
    --chatter_left_;
    const double pause_s = chatter_left_ > 0 ? life_.uniform(1, 18) : 3600 * chatter_hours * life_.exponential();
    calendar_.set(appointment::chatter, now_ + from_seconds(pause_s));
}

void cell::work_of_operator(happenings& out) {
    const double kind = life_.uniform();
    if (!logged_on_ || kind < 0.35) {
        const auto user = fmt::format("OP{}", life_.below(4) + 1);
        record(logged_on_ ? event_kind::log_off : event_kind::log_on, {same(user)}, out);
        logged_on_ = !logged_on_;
    } else if (kind < 0.65) {
        change_set_point(out);
    } else if (kind < 0.68) {
        record(event_kind::setup_saved, {same(mould_)}, out);
        setup_cleared_ = false;
    } else if (kind < 0.70) {
        record(remote_ ? event_kind::remote_ended : event_kind::remote_begun, {}, out);
        remote_ = !remote_;
    } else if (!sample_due_ && cycling_) {
        sample_due_ = true;
        record(event_kind::sample_requested, {}, out);
    }
    calendar_.set(appointment::operator_work, now_ + from_seconds(3600 * operator_work_hours * life_.exponential()));
}

void cell::change_set_point(happenings& out) {
    const quantity q = trimmed[life_.below(trimmed.size())];
    const channel& c = family_->of(q);
    if (!c.present) return;
    const double old = process_.set_point(0, q);
    // Back to where it was, or one step up or down from it.
    const double step = process_.offset(q) != 0 ? 0 : (life_.chance(0.5) ? 1 : -1) * (c.sigma + c.white);
    process_.offset(q, step);
    const auto digits = [&](double y) {
        return fmt::format("{:.6g}", c.resolution > 0 ? std::round(y / c.resolution) * c.resolution : y);
    };
    const auto from = digits(old), to = digits(process_.set_point(0, q));
    record(event_kind::set_point_changed,
           {kind_of(q).description, same(from), same(to), same(family_->units[index(q)]), same("OP1")}, out);
}

void cell::report_rules(protocol::tandem_side side, happenings& out) {
    for (const auto& e : spc_[side]->charts())
        if (e.fired != 0)
            record(event_kind::spc_rule, {kind_of(e.what).description, same(spc::name_of_first(e.fired))}, out);
}

}  // namespace husky::cells
