#pragma once

#include <algorithm>

#include "client/model/context/cell_context.hpp"

namespace husky::cells {

/// Minutes to repair a failure of the catalogue, at least `shortest`.
inline double draw_repair_minutes(cell_context& c, std::size_t which, double min) {
    constexpr double sigma_ln = 0.8, max_minutes = 24 * 60;
    return std::clamp(c.family->failures[which].mttr_minutes * c.random.log_normal(sigma_ln), min, max_minutes);
}

}  // namespace husky::cells
