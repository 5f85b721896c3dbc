#include "client/model/spc/spc_figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace husky::cells::spc {

namespace {

constexpr double moving_range_factor = 3.267;  ///< D4 of two

constexpr std::array<factors, max_subgroup - 1> table{{
    {1.880, 2.659, 1.128379, 0.7979, 0, 3.267, 0, 3.267},
    {1.023, 1.954, 1.692569, 0.8862, 0, 2.574, 0, 2.568},
    {0.729, 1.628, 2.058751, 0.9213, 0, 2.282, 0, 2.266},
    {0.577, 1.427, 2.325929, 0.9400, 0, 2.114, 0, 2.089},
    {0.483, 1.287, 2.534413, 0.9515, 0, 2.004, 0.030, 1.970},
    {0.419, 1.182, 2.704357, 0.9594, 0.076, 1.924, 0.118, 1.882},
    {0.373, 1.099, 2.847201, 0.9650, 0.136, 1.864, 0.185, 1.815},
    {0.337, 1.032, 2.970026, 0.9693, 0.184, 1.816, 0.239, 1.761},
    {0.308, 0.975, 3.077505, 0.9727, 0.223, 1.777, 0.284, 1.716},
}};

/// Mean of `figure` over the subgroups.
template <class Figure>
double mean_over(std::span<const double> values, std::size_t n, Figure figure) {
    double sum = 0;
    const std::size_t groups = values.size() / n;
    for (std::size_t g = 0; g < groups; ++g)
        sum += figure(values.subspan(g * n, n));
    return groups == 0 ? 0 : sum / static_cast<double>(groups);
}

}  // namespace

const factors& factors_of(std::size_t n) { return table.at(n - 2); }

double mean_of(std::span<const double> values) {
    return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double range_of(std::span<const double> values) {
    if (values.empty()) return 0;
    const auto [min, max] = std::minmax_element(values.begin(), values.end());
    return *max - *min;
}

double deviation_of(std::span<const double> values) {
    if (values.size() < 2) return 0;
    const double mean = mean_of(values);
    double squares = 0;
    for (const double x : values)
        squares += (x - mean) * (x - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double mean_moving_range(std::span<const double> values) {
    if (values.size() < 2) return 0;
    double sum = 0;
    for (std::size_t i = 1; i < values.size(); ++i)
        sum += std::fabs(values[i] - values[i - 1]);
    return sum / static_cast<double>(values.size() - 1);
}

double sigma(std::span<const double> values, std::size_t n, sigma_estimator by) {
    switch (by) {
        case sigma_estimator::mean_range:
            return mean_over(values, n, range_of) / factors_of(n).d2;
        case sigma_estimator::mean_deviation:
            return mean_over(values, n, deviation_of) / factors_of(n).c4;
        case sigma_estimator::mean_moving_range:
            return mean_moving_range(values) / moving_range_d2;
        case sigma_estimator::overall:
            return deviation_of(values);
    }
    return 0;
}

limits individuals(std::span<const double> values) {
    const double centre = mean_of(values);
    const double reach = 3 * mean_moving_range(values) / moving_range_d2;
    return {centre, centre + reach, centre - reach};
}

limits moving_ranges(std::span<const double> values) {
    const double centre = mean_moving_range(values);
    return {centre, moving_range_factor * centre, 0};
}

limits means_by_range(std::span<const double> values, std::size_t n) {
    const double centre = mean_of(values);
    const double reach = factors_of(n).a2 * mean_over(values, n, range_of);
    return {centre, centre + reach, centre - reach};
}

limits ranges(std::span<const double> values, std::size_t n) {
    const double centre = mean_over(values, n, range_of);
    return {centre, factors_of(n).d4 * centre, factors_of(n).d3 * centre};
}

limits means_by_deviation(std::span<const double> values, std::size_t n) {
    const double centre = mean_of(values);
    const double reach = factors_of(n).a3 * mean_over(values, n, deviation_of);
    return {centre, centre + reach, centre - reach};
}

limits deviations(std::span<const double> values, std::size_t n) {
    const double centre = mean_over(values, n, deviation_of);
    return {centre, factors_of(n).b4 * centre, factors_of(n).b3 * centre};
}

limits counts(std::span<const double> defects) {
    const double centre = mean_of(defects);
    const double reach = 3 * std::sqrt(centre);
    return {centre, centre + reach, std::max(0.0, centre - reach)};
}

limits proportions(std::span<const double> defectives, double size) {
    const double centre = mean_of(defectives) / size;
    const double reach = 3 * std::sqrt(centre * (1 - centre) / size);
    return {centre, centre + reach, std::max(0.0, centre - reach)};
}

capability capability_of(double mean, double sigma, double lower_spec, double upper_spec) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (!(sigma > 0)) return {none, none, none, none, none};
    capability c;
    c.upper = (upper_spec - mean) / (3 * sigma);
    c.lower = (mean - lower_spec) / (3 * sigma);
    c.cp = (upper_spec - lower_spec) / (6 * sigma);
    // With one limit only, that limit decides.
    c.cpk = std::isnan(c.upper) ? c.lower : std::isnan(c.lower) ? c.upper : std::min(c.upper, c.lower);
    const double half = (upper_spec - lower_spec) / 2;
    c.k = std::fabs((upper_spec + lower_spec) / 2 - mean) / half;
    return c;
}

}  // namespace husky::cells::spc
