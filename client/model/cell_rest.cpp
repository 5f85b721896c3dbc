// What goes on in a cell while no cycles run: barrel and hot runner heat or cool, oil warms up.
#include <algorithm>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr auto between_looks = std::chrono::seconds(30);
constexpr std::uint16_t oil_cold = 125;

}  // namespace

void cell::set_heats(heats target) {
    const auto& times = family_->start_up;
    pass_rest();
    process_.zones().set(target,
                         {.minutes = life_.uniform(times.heat.low, times.heat.high),
                          .soft_start_minutes = life_.uniform(times.soft_start.low, times.soft_start.high),
                          .set_back_k = times.set_back_k},
                         now_);
    plan_look();
}

void cell::run_pump(pump p) {
    pass_rest();
    process_.surroundings().run_pump(p);
}

void cell::pass_rest() {
    if (cycling_) return;
    process_.rest(to_seconds(now_ - rest_passed_));
    process_.zones().pass(now_, process_.surroundings().of(influence::hall));
    rest_passed_ = now_;
}

void cell::plan_look() {
    const bool settled = now_ >= process_.zones().settled_from() && !waits_for_oil_ && !is_heating();
    if (cycling_ || settled)
        calendar_.cancel(appointment::rest_look);
    else
        calendar_.set(appointment::rest_look, now_ + between_looks);
}

void cell::look_at_rest(happenings& out) {
    pass_rest();
    report_oil(out);
    if (is_heating() && process_.zones().ready())
        end_step(out);
    else if (waits_for_oil_ && !oil_is_cold())
        begin_step(out);
    plan_look();
}

bool cell::is_heating() const {
    return procedure_ && stopped_by_ == no_stop && mode_ == protocol::machine_mode::heating &&
           steps_of(*procedure_)[step_].lasts == step_time::heat;
}

bool cell::oil_is_cold() const {
    return family_->oil_lowest_k < 0 &&
           process_.surroundings().of(influence::oil) < static_cast<double>(family_->oil_lowest_k);
}

void cell::report_oil(happenings& out) {
    const auto which = interruption_index(oil_cold);
    if (!oil_is_cold()) clear(which, out);
}

}  // namespace husky::cells
