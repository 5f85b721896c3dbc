#include "server/registry/current_job.hpp"

namespace husky::host {

bool current_job::cycle(const told_counts& told, std::int32_t epoch, std::int32_t life_counter,
                        const std::optional<protocol::machine_status>& status) {
    if (!told.job_cycles) return false;
    const std::int32_t origin = told.side_cycles.value_or(life_counter) - *told.job_cycles;
    if (epoch != epoch_ || origin != origin_) {
        epoch_ = epoch;
        origin_ = origin;
        is_recorded_ = false;
        job_.clear();
        mould_.clear();
        if (status && status->cycles < static_cast<std::uint32_t>(*told.job_cycles)) rename(*status);
    }
    cycles_ = *told.job_cycles;
    return !is_recorded_;
}

bool current_job::status(const protocol::machine_status& now) {
    return epoch_ != 0 && now.cycles >= static_cast<std::uint32_t>(cycles_) && rename(now);
}

bool current_job::rename(const protocol::machine_status& now) {
    if (now.job == job_ && now.mould == mould_) return false;
    job_ = now.job;
    mould_ = now.mould;
    return true;
}

}  // namespace husky::host
