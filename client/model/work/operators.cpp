#include "client/model/work/operators.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace husky::cells {

namespace {

constexpr double hours_between_works = 0.75;  ///< mean time between two things that operators do
constexpr double logged_on_hours = 2.2;       ///< mean time until a user logs off
constexpr double logged_off_hours = 0.35;     ///< mean time until the next one logs on
constexpr std::uint32_t fewest_trims = 3;     ///< set points that are changed in a start-up; at most twice as many

constexpr std::array<std::string_view, 4> users{"OP1", "OP2", "OP3", "OP4"};

/// What operators adjust while the machine runs; each step is about one standard deviation of the variable.
constexpr std::array trimmed{process_variable::hold_pressure, process_variable::back_pressure,
                             process_variable::screw_speed, process_variable::cool_water_flow};

}  // namespace

void operators::begin_life(cell_context& c) {
    lot_number_ = c.random.below(9000) + 1000;
    c.plan(appointment::lot_change, 3600 * c.family->process.lot_hours * c.random.uniform());
    c.plan(appointment::operator_work, 3600 * hours_between_works * c.random.exponential());
}

void operators::change_lot(cell_context& c) {
    c.process.new_lot();
    c.record(events::lot_changed, {same(fmt::format("L{}", ++lot_number_))});
    const double hours = c.family->process.lot_hours * (0.5 + 0.5 * c.random.exponential());
    c.plan(appointment::lot_change, 3600 * hours);
}

void operators::plan_log_on(cell_context& c, double rate) {
    const double hours = (logged_on_ ? logged_on_hours : logged_off_hours) * c.random.exponential();
    c.plan(appointment::log_on, 3600 * hours / rate);
}

void operators::log_on_or_off(cell_context& c, double rate) {
    logged_on_ = !logged_on_;
    if (logged_on_) user_ = static_cast<std::uint8_t>(c.random.below(users.size()) + 1);
    c.record(logged_on_ ? events::log_on : events::log_off, {same(users[user_ - 1U])});
    plan_log_on(c, rate);
}

void operators::begin_trimming(cell_context& c) {
    trims_left_ = static_cast<std::uint8_t>(fewest_trims + c.random.below(fewest_trims + 1));
    c.plan(appointment::operator_work, c.random.uniform(5, 60));
}

operator_work operators::work(cell_context& c, double rate, const std::string& mould) {
    auto done = operator_work::other;
    const double kind = c.random.uniform();
    if (trims_left_ > 0) {
        if (!logged_on_) log_on_or_off(c, rate);
        trim(c);
        if (--trims_left_ > 0) {
            c.plan(appointment::operator_work, c.random.uniform(5, 60));
            return done;
        }
    } else if (!logged_on_) {
        // Only a logged-on user may change anything.
    } else if (kind < 0.5) {
        trim(c);
    } else if (kind < 0.55) {
        c.record(events::setup_saved, {same(mould)});
        done = operator_work::saved_setup;
    } else if (kind < 0.58) {
        c.record(remote_ ? events::remote_ended : events::remote_begun);
        remote_ = !remote_;
    } else {
        done = operator_work::wants_sample;
    }
    c.plan(appointment::operator_work, 3600 * hours_between_works * c.random.exponential());
    return done;
}

void operators::trim(cell_context& c) const {
    const process_variable q = trimmed[c.random.below(trimmed.size())];
    const variable_rule& rule = c.family->of(q);
    if (!rule.present) return;
    const double old = c.process.set_point(0, q);
    // Back to where it was, or one step up or down from it.
    const double step = c.process.offset(0, q) != 0 ? 0 : (c.random.chance(0.5) ? 1 : -1) * (rule.sigma + rule.white);
    c.process.offset(q, step);
    record_set_point(c, 0, q, old);
}

void operators::record_set_point(const cell_context& c, protocol::tandem_side side, process_variable q,
                                 double old) const {
    const double resolution = c.family->of(q).resolution;
    const auto digits = [&](double y) {
        return fmt::format("{:.6g}", resolution > 0 ? std::round(y / resolution) * resolution : y);
    };
    const auto from = digits(old), to = digits(c.process.set_point(side, q));
    c.record(events::set_point_changed,
             {kind_of(q).description, same(from), same(to), same(c.family->units[index(q)]), same(users[user_ - 1U])});
}

void operators::end_rest(cell_context& c) {
    for (const auto a : {appointment::lot_change, appointment::log_on, appointment::operator_work})
        if (!c.due.has(a)) c.plan(a, 3600 * c.random.uniform());
}

}  // namespace husky::cells
