// What goes on in a cell while no cycles run: barrel and hot runner heat or cool, oil warms up.
#include <algorithm>
#include <cmath>

#include "client/model/cell.hpp"

namespace husky::cells {

namespace {

constexpr auto between_looks = std::chrono::seconds(30);
constexpr std::uint16_t oil_cold = 125;

/// What the catalogue says of a zone that is further off its set point than the machine may run with; 0 if none is.
std::uint16_t zone_fault(const heated_zones& zones, const set_off_zones& set_off, const family& f, sim_time now) {
    constexpr std::uint16_t barrel_low = 114, barrel_high = 115, hot_runner_off = 116;
    for (std::size_t z = 0; z < zone_count; ++z) {
        const double off = zones.deviation(z);
        if (!f.zones[z].present || std::fabs(off) <= static_cast<double>(f.zones[z].stop_k)) continue;
        return z >= manifold_zone ? hot_runner_off : off < 0 ? barrel_low : barrel_high;
    }
    return set_off.out_of_band(f.zones, now) ? hot_runner_off : std::uint16_t{0};
}

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
    pass_zones();
    rest_passed_ = now_;
}

void cell::pass_zones() { process_.zones().pass(now_, process_.surroundings().of(influence::hall)); }

/// Set points of heated zones were moved: their controllers follow.
void cell::move_zones() {
    if (cycling_)
        pass_zones();
    else
        pass_rest();
    process_.zones().set_points(process_.zones_raised(), now_);
    zones_move_ = true;
}

bool cell::zones_ready() const {
    return process_.zones().ready() && (!setups_ || setups_->set_off.ready(family_->zones, now_));
}

/// Zones come slowly to other set points. Where one is too far off, the machine stops at the end of the cycle until it
/// is there.
void cell::watch_zones() {
    pass_zones();
    zones_move_ = !zones_ready();
    if (!zones_move_ || stop_pending_ != no_stop) return;
    const auto fault = zone_fault(process_.zones(), setups_->set_off, *family_, now_);
    if (fault == 0) return;
    stop_pending_ = static_cast<std::uint8_t>(interruption_index(fault));
    waits_for_zones_ = true;
}

void cell::plan_look() {
    const bool settled =
        now_ >= process_.zones().settled_from() && !waits_for_oil_ && !waits_for_zones_ && !is_heating();
    if (cycling_ || settled)
        calendar_.cancel(appointment::rest_look);
    else
        calendar_.set(appointment::rest_look, now_ + between_looks);
}

void cell::look_at_rest(happenings& out) {
    pass_rest();
    report_oil(out);
    if (waits_for_zones_ && zones_ready())
        repaired(out);
    else if (is_heating() && zones_ready())
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
