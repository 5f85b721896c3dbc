#include "client/model/stops/procedure_run.hpp"

#include <utility>

namespace husky::cells {

const step* procedure_run::present() const {
    if (!running_) return nullptr;
    const auto steps = steps_of(*running_);
    return step_ < steps.size() ? &steps[step_] : nullptr;
}

bool procedure_run::dry() const {
    const auto* s = present();
    return s != nullptr && s->doing == activity::dry_cycles;
}

void procedure_run::choose_way_back(const cell_context& c, bool power_failed, double minutes) {
    const bool set_back = c.process.zones().target() != heats::on;
    if (power_failed)
        next_ = procedure::cold_start;
    else if (set_back)
        next_ = procedure::reheat;
    else
        next_ = minutes > c.family->start_up.purge_after_min ? procedure::purge : procedure::restart;
    const bool long_way = running_ && (*running_ == procedure::cold_start || *running_ == procedure::mould_change ||
                                       *running_ == procedure::maintenance || *running_ == procedure::no_order ||
                                       *running_ == procedure::weekend);
    resumes_ = long_way && !set_back;
}

std::optional<procedure> procedure_run::take_way_back() {
    if (std::exchange(resumes_, false)) return std::nullopt;
    return next_;
}

double procedure_run::draw_minutes(cell_context& c, step_time t, sim_time rest_left) {
    const auto& times = c.family->start_up;
    const auto draw = [&](minutes_span m) { return c.random.uniform(m.low, m.high); };
    switch (t) {
        case step_time::none:
            return 0;
        case step_time::boot:
            return draw(times.boot);
        case step_time::heat:
            return 0;  // ends when the zones are ready
        case step_time::soak:
            return draw(times.soak);
        case step_time::purge:
            return draw(times.purge);
        case step_time::dry:
            return draw(times.dry);
        case step_time::inspection:
            return draw(times.inspection);
        case step_time::set_up:
            return draw(times.set_up);
        case step_time::maintenance:
            return draw(times.maintenance);
        case step_time::no_order:
            return 60 * c.family->orders.no_order_hours * c.random.exponential();
        case step_time::weekend:
            return to_seconds(rest_left) / 60;
    }
    return 0;
}

double procedure_run::draw_start_up_shots(cell_context& c, double minutes) const {
    if (running_ != procedure::restart) return c.random.uniform(20, 60);
    if (minutes >= 5) return c.random.uniform(5, 20);
    return minutes >= 1 ? c.random.uniform(1, 3) : 0;
}

}  // namespace husky::cells
