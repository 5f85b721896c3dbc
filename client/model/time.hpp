#pragma once

#include <chrono>

namespace husky::cells {

/// Virtual time of a cell, from its start.
using sim_time = std::chrono::nanoseconds;

/// Later than anything that will happen.
constexpr sim_time never = sim_time::max();

constexpr sim_time from_seconds(double s) { return sim_time(static_cast<sim_time::rep>(s * 1e9)); }
constexpr double to_seconds(sim_time t) { return static_cast<double>(t.count()) * 1e-9; }

}  // namespace husky::cells
