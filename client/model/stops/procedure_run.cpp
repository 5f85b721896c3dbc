#include "client/model/stops/procedure_run.hpp"

#include <array>
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
    const bool short_way =
        !running_ || running_ == procedure::reheat || running_ == procedure::purge || running_ == procedure::restart;
    resumes_ = !short_way && !set_back;
}

std::optional<procedure> procedure_run::take_way_back() {
    if (std::exchange(resumes_, false)) return std::nullopt;
    return next_;
}

double procedure_run::draw_minutes(cell_context& c, step_time t, sim_time rest_left) {
    constexpr std::array drawn{std::pair{step_time::boot, &start_up_times::boot},
                               std::pair{step_time::soak, &start_up_times::soak},
                               std::pair{step_time::purge, &start_up_times::purge},
                               std::pair{step_time::dry, &start_up_times::dry},
                               std::pair{step_time::inspection, &start_up_times::inspection},
                               std::pair{step_time::set_up, &start_up_times::set_up},
                               std::pair{step_time::maintenance, &start_up_times::maintenance}};
    for (const auto& [step, minutes] : drawn)
        if (step == t) return c.random.uniform((c.family->start_up.*minutes).low, (c.family->start_up.*minutes).high);
    if (t == step_time::no_order) return 60 * c.family->orders.no_order_hours * c.random.exponential();
    if (t == step_time::weekend) return to_seconds(rest_left) / 60;
    return 0;  // heat ends when the zones are ready
}

double procedure_run::draw_start_up_shots(cell_context& c, double minutes) const {
    if (running_ != procedure::restart) return c.random.uniform(20, 60);
    if (minutes >= 5) return c.random.uniform(5, 20);
    return minutes >= 1 ? c.random.uniform(1, 3) : 0;
}

}  // namespace husky::cells
