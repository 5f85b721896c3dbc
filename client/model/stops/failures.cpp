#include "client/model/stops/failures.hpp"

#include <algorithm>

namespace husky::cells {

void failures::count(const cell_context& c, double rate) {
    hours_ += rate * c.since(counted_to_) / 3600;
    counted_to_ = c.now;
}

void failures::plan(cell_context& c, double rate) {
    count(c, rate);
    const double hours = std::max(plan_.next_hours() - hours_, 0.0);
    constexpr double max_hours = 1e5;
    c.plan(appointment::failure, 3600 * std::min(hours / rate, max_hours));
}

std::size_t failures::take(cell_context& c, double rate) {
    count(c, rate);
    const auto which = plan_.next();
    plan_.renew(which, hours_, c.random);
    return which;
}

void failures::announce(const cell_context& c, const active_messages& messages, shot& s) const {
    const double hours = hours_ + c.since(counted_to_) / 3600;
    if (hours < plan_.ramps_from_hours() && messages.next_time() == never) return;
    for (const auto& r : failure_ramps()) {
        const auto which = interruption_index(r.id);
        const double left = messages.ends_by_itself(which) ? 0 : std::max(plan_.due_hours(which) - hours, 0.0);
        if (left >= r.lead_hours) continue;
        const double unit = r.relative ? 1 : c.family->of(r.variable).per_kelvin;
        c.process.lean(r.variable, r.amount * unit * (1 - left / r.lead_hours), r.relative, s);
    }
    c.process.set_cycle(c.family->cycle.wait_s, s);
}

}  // namespace husky::cells
