#include "client/model/stops/failure_plan.hpp"

#include <algorithm>
#include <limits>

namespace husky::cells {

namespace {

/// A full box stops a machine when it is not changed in time; the cell does that.
constexpr std::size_t box_is_full = interruption_index(106);

}  // namespace

failure_plan::failure_plan(const family& f, double rate_scale, random_stream& random)
    : family_(&f), rate_scale_(rate_scale) {
    for (std::size_t i = 0; i < interruption_count; ++i) {
        draw(i, 0, random);
        // A machine starts somewhere in the life of its parts, not with all of them new.
        due_hours_[i] *= static_cast<float>(random.uniform());
    }
    find_ramps();
}

double failure_plan::next_hours() const {
    return static_cast<double>(*std::min_element(due_hours_.begin(), due_hours_.end()));
}

std::size_t failure_plan::next() const {
    return static_cast<std::size_t>(std::min_element(due_hours_.begin(), due_hours_.end()) - due_hours_.begin());
}

void failure_plan::renew(std::size_t which, double running_hours, random_stream& random) {
    draw(which, running_hours, random);
    find_ramps();
}

void failure_plan::find_ramps() {
    ramps_from_hours_ = std::numeric_limits<double>::infinity();
    for (const auto& r : failure_ramps())
        ramps_from_hours_ = std::min(ramps_from_hours_, due_hours(interruption_index(r.id)) - r.lead_hours);
}

void failure_plan::draw(std::size_t which, double running_hours, random_stream& random) {
    const double mtbf = which == box_is_full ? 0 : family_->failures[which].mtbf_hours;
    due_hours_[which] =
        mtbf > 0
            ? static_cast<float>(running_hours + mtbf / rate_scale_ * random.weibull(interruption_kinds()[which].shape))
            : std::numeric_limits<float>::infinity();
}

}  // namespace husky::cells
