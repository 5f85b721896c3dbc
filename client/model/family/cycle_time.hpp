#pragma once

#include "client/model/family/family.hpp"

namespace husky::cells {

/// Phases of one cycle, seconds.
struct cycle_phases {
    double close = 0, clamp_up = 0, fill = 0, hold = 0, cool = 0, recovery = 0, open = 0, eject = 0, take_out = 0;
    double wait = 0;  ///< of the machine for others
};

/// From mould-close start to the next: the phases that follow each other, where recovery counts only as far as it
/// outlasts cooling and what may overlap with it.
double compose(const cycle_rule& rule, const cycle_phases& p);

/// The cycle that the family's set points give, without waiting.
double nominal_phases_s(const family& f);

}  // namespace husky::cells
