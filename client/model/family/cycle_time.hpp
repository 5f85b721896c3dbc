#pragma once

#include <algorithm>

#include "client/model/family/family.hpp"

namespace husky::cells {

/// From mould-close start to the next: the phases that follow each other, where recovery counts only as far as it
/// outlasts cooling and what may run beside it. `phase(variable)` is the length of one, `wait_s` of the machine for
/// others; seconds.
template <class Phase>
double cycle_seconds(const cycle_rule& rule, double wait_s, const Phase& phase) {
    using enum process_variable;
    const double open = phase(mould_open_time), eject = phase(eject_time), take_out = phase(take_out_time);
    double cooling = phase(cool_time);
    const double recovered = rule.recovery_delay_s + phase(recovery_time);
    if (rule.overlap == recovery_overlap::none) cooling = std::max(cooling, recovered);
    if (rule.overlap == recovery_overlap::shut_off_nozzle) cooling = std::max(cooling, recovered - open - eject);
    const double clamp_up = rule.clamp_up == sequence::sequential ? phase(clamp_up_time) : 0;
    const double removal = rule.take_out == sequence::sequential ? eject + take_out : std::max(eject, take_out);
    return phase(mould_close_time) + clamp_up + phase(fill_time) + phase(hold_time) + cooling + open + removal + wait_s;
}

/// The cycle that the family's set points give, without waiting.
inline double nominal_phases_s(const family& f) {
    return cycle_seconds(f.cycle, 0, [&](process_variable q) { return f.of(q).present ? f.of(q).set_point : 0; });
}

}  // namespace husky::cells
