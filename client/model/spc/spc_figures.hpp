#pragma once

#include <cstddef>

namespace husky::cells::spc {

constexpr std::size_t max_subgroup = 10;

/// The mean range of `n` normal values in standard deviations, `n` from 2 to max_subgroup. Sigma is divided by it, so
/// it has more figures than are published.
double d2_of(std::size_t n);

/// The same of two, as charts of individuals use it.
constexpr double moving_range_d2 = 1.128;

/// NaN where a limit that is needed is NaN or sigma is 0.
struct capability {
    double cp = 0, cpk = 0, upper = 0, lower = 0;  ///< upper and lower: Cpu and Cpl
    double k = 0;                                  ///< how far the mean is off the middle, against half the tolerance
};
capability capability_of(double mean, double sigma, double lower_spec, double upper_spec);

}  // namespace husky::cells::spc
