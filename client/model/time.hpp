#pragma once

#include <chrono>

namespace husky::cells {

/// Virtual time of a cell, from its start.
using sim_time = std::chrono::nanoseconds;

/// Later than anything that will happen.
constexpr sim_time never = sim_time::max();

constexpr sim_time from_seconds(double s) { return sim_time(static_cast<sim_time::rep>(s * 1e9)); }
constexpr double to_seconds(sim_time t) { return static_cast<double>(t.count()) * 1e-9; }

/// What is wrong with a clock.
struct clock_faults {
    double offset_s = 0;         ///< it is set wrong by that much
    double drift_s_per_day = 0;  ///< and runs away by that much
    bool summer_time = false;    ///< and shows one hour more in Europe's summer time

    friend bool operator==(const clock_faults&, const clock_faults&) = default;
};

}  // namespace husky::cells
