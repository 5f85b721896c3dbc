#include "client/model/stops/failures.hpp"

#include <algorithm>
#include <limits>

namespace husky::cells {

failures::failures(const cells::family& f, double rate_scale, random_stream& random) : rate_scale_(rate_scale) {
    for (std::size_t i = 0; i < interruption_count; ++i) {
        draw(i, f, random);
        // A machine starts somewhere in the life of its parts, not with all of them new.
        due_hours_[i] *= static_cast<float>(random.uniform());
    }
    find_ramps();
}

void failures::count(const cell_context& c, double rate) {
    hours_ += rate * c.since(counted_to_) / 3600;
    counted_to_ = c.now;
}

void failures::plan(cell_context& c, double rate) {
    count(c, rate);
    const auto next = static_cast<double>(*std::min_element(due_hours_.begin(), due_hours_.end()));
    constexpr double max_hours = 1e5;
    c.plan(appointment::failure, 3600 * std::min(std::max(next - hours_, 0.0) / rate, max_hours));
}

std::size_t failures::take(cell_context& c, double rate) {
    count(c, rate);
    const auto next = std::min_element(due_hours_.begin(), due_hours_.end()) - due_hours_.begin();
    const auto which = static_cast<std::size_t>(next);
    draw(which, *c.family, c.random);
    find_ramps();
    return which;
}

void failures::announce(const cell_context& c, const active_messages& messages, shot& s) const {
    const double hours = hours_ + c.since(counted_to_) / 3600;
    if (hours < ramps_from_hours_ && messages.next_time() == never) return;
    for (const auto& r : failure_ramps()) {
        const auto which = interruption_index(r.id);
        const double left = messages.ends_by_itself(which) ? 0 : std::max(due_hours(which) - hours, 0.0);
        if (left >= r.lead_hours) continue;
        const double unit = r.relative ? 1 : c.family->of(r.variable).per_kelvin;
        c.process.lean(r.variable, r.amount * unit * (1 - left / r.lead_hours), r.relative, s);
    }
    c.process.set_cycle(c.family->cycle.wait_s, s);
}

void failures::find_ramps() {
    ramps_from_hours_ = std::numeric_limits<double>::infinity();
    for (const auto& r : failure_ramps())
        ramps_from_hours_ = std::min(ramps_from_hours_, due_hours(interruption_index(r.id)) - r.lead_hours);
}

/// A full box stops a machine when nobody changes it in time, not by chance: see orders::box_is_late().
void failures::draw(std::size_t which, const cells::family& f, random_stream& random) {
    const double mtbf = which == known_message::box_full ? 0 : f.failures[which].mtbf_hours;
    due_hours_[which] =
        mtbf > 0 ? static_cast<float>(hours_ + mtbf / rate_scale_ * random.weibull(interruption_kinds()[which].shape))
                 : std::numeric_limits<float>::infinity();
}

}  // namespace husky::cells
