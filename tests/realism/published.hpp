#pragma once

#include <span>
#include <string_view>

#include "tests/realism/steady_run.hpp"

namespace husky::cells::test {

/// What public data sets say about one variable of a machine in steady production. Where several sets agree only
/// roughly, from the lowest to the highest. Percent of the mean, or absolute for temperatures and cushions.
struct published_variable {
    process_variable variable;
    bool relative;
    double sigma_low, sigma_high;
    bool has_lag;
    double lag_low, lag_high;
    std::string_view source;
};

/// Two variables and their correlation within one set-up.
struct published_correlation {
    column a, b;
    double low, high;
    std::string_view source;
};

std::span<const published_variable> published_variables();
std::span<const published_correlation> published_correlations();

}  // namespace husky::cells::test
