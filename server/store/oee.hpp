#pragma once

#include <optional>

#include "server/store/query.hpp"

namespace husky::host {

/// What plants define differently; docs/oee.md.
struct oee_rules {
    bool short_stops_slow = false;  ///< stops below longest_short_stop are a loss of performance, not of availability
    bool change_over_planned = false;  ///< set-up and start-up are not planned as production
};

/// Shares; performance may exceed 1. Empty where there is nothing to judge by.
struct oee_figures {
    std::optional<double> availability;  ///< of the time that was planned, what was production
    std::optional<double> performance;   ///< of the time of production, what the parts would have taken at best
    std::optional<double> quality;       ///< of the parts, the good ones
    std::optional<double> oee;           ///< their product
};

/// Pure: the same sums give the same figures.
oee_figures oee_of(const production_sums& sums, const oee_rules& rules = {});

/// Adds what lies in the window of a stop that has not ended yet.
void add_stop(production_sums& to, const stop_record& stop, wall_time from, wall_time until);

}  // namespace husky::host
