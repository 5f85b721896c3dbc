#include "client/model/family/cycle_time.hpp"

#include <algorithm>

namespace husky::cells {

double compose(const cycle_rule& rule, const cycle_phases& p) {
    double cooling = p.cool;
    const double recovered = rule.recovery_delay_s + p.recovery;
    if (rule.overlap == recovery_overlap::none) cooling = std::max(cooling, recovered);
    if (rule.overlap == recovery_overlap::shut_off_nozzle) cooling = std::max(cooling, recovered - p.open - p.eject);
    const double clamp_up = rule.clamp_up == sequence::sequential ? p.clamp_up : 0;
    const double removal = rule.take_out == sequence::sequential ? p.eject + p.take_out : std::max(p.eject, p.take_out);
    return p.close + clamp_up + p.fill + p.hold + cooling + p.open + removal + p.wait;
}

double nominal_phases_s(const family& f) {
    const auto set = [&](process_variable q) { return f.of(q).present ? f.of(q).set_point : 0; };
    return compose(f.cycle, {.close = set(process_variable::mould_close_time),
                             .clamp_up = set(process_variable::clamp_up_time),
                             .fill = set(process_variable::fill_time),
                             .hold = set(process_variable::hold_time),
                             .cool = set(process_variable::cool_time),
                             .recovery = set(process_variable::recovery_time),
                             .open = set(process_variable::mould_open_time),
                             .eject = set(process_variable::eject_time),
                             .take_out = set(process_variable::take_out_time)});
}

}  // namespace husky::cells
