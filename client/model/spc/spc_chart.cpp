#include "client/model/spc/spc_chart.hpp"

#include <algorithm>
#include <cmath>

#include "client/model/spc/spc_figures.hpp"

namespace husky::cells::spc {

using protocol::result_code;

namespace {

bool usable(float lower, float upper) {
    return !std::isinf(lower) && !std::isinf(upper) && (std::isnan(lower) || std::isnan(upper) || lower < upper);
}

}  // namespace

result_code chart::set(const protocol::spc_write& to) {
    if (to.subgroup_size == 0 || to.subgroup_size > max_subgroup) return result_code::bad_argument;
    if (!usable(to.lcl, to.ucl) || !usable(to.lsl, to.usl)) return result_code::bad_argument;
    *this = chart();
    size_ = to.subgroup_size;
    ucl_ = to.ucl;
    lcl_ = to.lcl;
    usl_ = to.usl;
    lsl_ = to.lsl;
    return result_code::ok;
}

void chart::set_specification(float lower, float upper) {
    lsl_ = lower;
    usl_ = upper;
}

std::optional<std::uint16_t> chart::push(float value) {
    if (!has_origin_) {
        has_origin_ = true;
        origin_ = static_cast<double>(value);
    }
    const auto off = static_cast<float>(static_cast<double>(value) - origin_);
    if (begun_ == 0) {
        sum_ = 0;
        min_ = max_ = off;
    }
    sum_ += static_cast<double>(off);
    min_ = std::min(min_, off);
    max_ = std::max(max_, off);
    if (++begun_ < size_) return std::nullopt;

    begun_ = 0;
    const double mean = sum_ / size_;
    // A chart of individuals keeps the distance from the value before.
    const bool first = groups_ == 0;
    const auto before = static_cast<std::size_t>((next_ + kept - 1) % kept);
    means_[next_] = static_cast<float>(mean);
    ranges_[next_] = size_ > 1 ? max_ - min_ : first ? 0.0F : std::fabs(means_[next_] - means_[before]);
    next_ = static_cast<std::uint8_t>((next_ + 1U) % kept);
    groups_ = static_cast<std::uint8_t>(std::min<std::size_t>(groups_ + 1U, kept));
    return watch(origin_ + mean);
}

std::uint16_t chart::watch(double subgroup_mean) {
    if (std::isnan(ucl_) || std::isnan(lcl_)) return 0;
    const double centre = (static_cast<double>(ucl_) + static_cast<double>(lcl_)) / 2;
    const double sigma_of_means = (static_cast<double>(ucl_) - static_cast<double>(lcl_)) / 6;
    return rules_.push((subgroup_mean - centre) / sigma_of_means);
}

double chart::mean() const {
    double sum = 0;
    for (std::size_t i = 0; i < groups_; ++i)
        sum += static_cast<double>(means_[i]);
    return groups_ == 0 ? 0 : origin_ + sum / groups_;
}

double chart::mean_range() const {
    double sum = 0;
    for (std::size_t i = 0; i < groups_; ++i)
        sum += static_cast<double>(ranges_[i]);
    if (size_ > 1) return groups_ == 0 ? 0 : sum / groups_;
    // Moving ranges lie between the values kept: one fewer. The oldest value's own reaches back to one that is gone.
    if (groups_ < 2) return 0;
    const std::size_t oldest = groups_ < kept ? 0 : next_;
    return (sum - static_cast<double>(ranges_[oldest])) / (groups_ - 1);
}

void chart::report(protocol::spc_read_response& out) const {
    const double range = mean_range();
    const double within = range / (size_ > 1 ? d2_of(size_) : moving_range_d2);
    const auto able = capability_of(mean(), within, static_cast<double>(lsl_), static_cast<double>(usl_));
    out.subgroup_size = size_;
    out.subgroups = groups_;
    out.mean = static_cast<float>(mean());
    out.range_mean = static_cast<float>(range);
    out.std_dev = static_cast<float>(within);
    out.ucl = ucl_;
    out.lcl = lcl_;
    out.usl = usl_;
    out.lsl = lsl_;
    out.cp = static_cast<float>(able.cp);
    out.cpk = static_cast<float>(able.cpk);
}

}  // namespace husky::cells::spc
