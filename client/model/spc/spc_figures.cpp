#include "client/model/spc/spc_figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace husky::cells::spc {

double d2_of(std::size_t n) {
    constexpr std::array<double, max_subgroup - 1> table{1.128379, 1.692569, 2.058751, 2.325929, 2.534413,
                                                         2.704357, 2.847201, 2.970026, 3.077505};
    return table.at(n - 2);
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
