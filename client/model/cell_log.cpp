// What a cell records in its event log, and the operators who give it cause.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <span>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr double shift_hours = 8;
constexpr double operator_work_hours = 0.35;  ///< mean time between two things that operators do

/// What operators trim while the machine runs; each step is about one standard deviation of the variable.
constexpr std::array trimmed{quantity::hold_pressure, quantity::back_pressure, quantity::screw_speed,
                             quantity::cool_water_flow};

}  // namespace

void cell::plan_log() {
    calendar_.set(appointment::lot_change, from_seconds(3600 * family_->process.lot_hours * life_.uniform()));
    calendar_.set(appointment::shift_change, from_seconds(3600 * shift_hours * life_.uniform()));
    calendar_.set(appointment::operator_work, from_seconds(3600 * operator_work_hours * life_.exponential()));
}

void cell::record(event_kind kind, std::initializer_list<multilingual> arguments, happenings& out,
                  std::string_view code) {
    const auto texts = make_event(kind, arguments, code);
    out.event_recorded(clock_.at(now_), texts);
}

void cell::record_commands(happenings& out) {
    for (unsigned side = 0; side < protocol::tandem_sides; ++side) {
        if ((started_sides_ & (1U << side)) == 0) continue;
        const auto number = fmt::format("{}", side);
        record(event_kind::counters_reset, {same(number)}, out);
        record(event_kind::job_started, {same(job_)}, out);
    }
    started_sides_ = 0;
}

void cell::change_lot(happenings& out) {
    process_.new_lot();
    const auto number = fmt::format("L{}", ++lot_number_);
    record(event_kind::lot_changed, {same(number)}, out);
    calendar_.set(appointment::lot_change,
                  now_ + from_seconds(3600 * family_->process.lot_hours * (0.5 + 0.5 * life_.exponential())));
}

void cell::change_shift(happenings& out) {
    shift_ = static_cast<std::uint8_t>(shift_ % 3 + 1);
    const auto number = fmt::format("{}", shift_);
    record(event_kind::shift_change, {same(number)}, out);
    calendar_.set(appointment::shift_change, now_ + from_seconds(3600 * shift_hours));
}

void cell::work_of_operator(happenings& out) {
    const double kind = life_.uniform();
    if (!logged_on_ || kind < 0.35) {
        const auto user = fmt::format("OP{}", life_.below(4) + 1);
        record(logged_on_ ? event_kind::log_off : event_kind::log_on, {same(user)}, out);
        logged_on_ = !logged_on_;
    } else if (kind < 0.65) {
        change_set_point(out);
    } else if (!sample_due_) {
        sample_due_ = true;
        record(event_kind::sample_requested, {}, out);
    }
    calendar_.set(appointment::operator_work, now_ + from_seconds(3600 * operator_work_hours * life_.exponential()));
}

void cell::change_set_point(happenings& out) {
    const quantity q = trimmed[life_.below(trimmed.size())];
    const channel& c = family_->of(q);
    if (!c.present) return;
    const double old = c.set_point + process_.offset(q);
    // Back to where it was, or one step up or down from it.
    const double step = process_.offset(q) != 0 ? 0 : (life_.chance(0.5) ? 1 : -1) * (c.sigma + c.white);
    process_.offset(q, step);
    const auto digits = [&](double y) {
        return fmt::format("{:.6g}", c.resolution > 0 ? std::round(y / c.resolution) * c.resolution : y);
    };
    record(event_kind::set_point_changed,
           {kind_of(q).description, same(digits(old)), same(digits(c.set_point + step)), same(family_->units[index(q)]),
            same("OP1")},
           out);
}

void cell::report_rules(happenings& out) {
    for (const auto& e : spc_[side_]->charts()) {
        if (e.fired == 0) continue;
        const auto rule = spc::name_of_first(e.fired);
        record(event_kind::spc_rule, {kind_of(e.what).description, same(rule)}, out);
    }
}

}  // namespace husky::cells
