#pragma once

#include <cstddef>
#include <span>

namespace husky::cells::spc {

/// Factors of control charts for subgroups of n. Those of limits are the published three- and four-figure values, so
/// that limits agree with the ones that people compute by hand; d2 has more figures, for sigma is divided by it.
struct factors {
    double a2, a3, d2, c4, d3, d4, b3, b4;
};

constexpr std::size_t max_subgroup = 10;

/// d2 of two, as charts of individuals use it.
constexpr double moving_range_d2 = 1.128;

/// `n` from 2 to max_subgroup.
const factors& factors_of(std::size_t n);

struct limits {
    double centre = 0, upper = 0, lower = 0;
};

/// How a standard deviation was estimated. The first three are within subgroups (short-term) and make Cp and Cpk; the
/// overall one makes Pp and Ppk.
enum class sigma_estimator {
    mean_range,         ///< mean range / d2
    mean_deviation,     ///< mean standard deviation / c4
    mean_moving_range,  ///< mean moving range of two / 1.128
    overall,            ///< sample standard deviation of all values
};

double mean_of(std::span<const double> values);
double range_of(std::span<const double> values);
/// Sample standard deviation (n - 1).
double deviation_of(std::span<const double> values);
double mean_moving_range(std::span<const double> values);

/// `values` holds whole subgroups of `n`, one after the other; n 1 only for the last two estimators.
double sigma(std::span<const double> values, std::size_t n, sigma_estimator by);

/// Individuals and moving range chart.
limits individuals(std::span<const double> values);
limits moving_ranges(std::span<const double> values);

/// Mean chart with limits from the mean range, range chart, mean chart with limits from the mean deviation, deviation
/// chart; subgroups of `n`.
limits means_by_range(std::span<const double> values, std::size_t n);
limits ranges(std::span<const double> values, std::size_t n);
limits means_by_deviation(std::span<const double> values, std::size_t n);
limits deviations(std::span<const double> values, std::size_t n);

/// Counts of defects in equal units; proportions of defectives in samples of `size`. Lower limits stop at 0.
limits counts(std::span<const double> defects);
limits proportions(std::span<const double> defectives, double size);

/// NaN where a limit that is needed is NaN or sigma is 0.
struct capability {
    double cp = 0, cpk = 0, upper = 0, lower = 0;  ///< upper and lower: Cpu and Cpl
    double k = 0;                                  ///< how far the mean is off the middle, against half the tolerance
};
capability capability_of(double mean, double sigma, double lower_spec, double upper_spec);

}  // namespace husky::cells::spc
