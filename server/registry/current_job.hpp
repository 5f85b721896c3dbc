#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/messages/report_messages.hpp"
#include "server/registry/job_counters.hpp"

namespace husky::host {

/// Which job the newest cycle of one side belongs to, and what it is called. A job is known by its origin, the side's
/// life count at which its own count was 0: so cycles that come again, or after a restart of the host, are of the job
/// that they were of.
class current_job {
  public:
    /// A cycle in order; `status` as it was before it. True if the job is to be recorded: another one, or one that has
    /// not been recorded yet. Always false for a machine whose cycles do not carry variable 2.
    bool cycle(const told_counts& told, std::int32_t epoch, std::int32_t life_counter,
               const std::optional<protocol::machine_status>& status);
    /// True if this tells a name of the job that was not known, which is to be recorded. A status that counts less than
    /// the newest cycle is of the next job, which has no cycle yet.
    bool status(const protocol::machine_status& now);
    /// It was recorded. Until then cycle() asks for it again.
    void recorded() { is_recorded_ = true; }

    [[nodiscard]] std::int32_t epoch() const { return epoch_; }
    [[nodiscard]] std::int32_t origin() const { return origin_; }
    [[nodiscard]] const std::string& job() const { return job_; }
    [[nodiscard]] const std::string& mould() const { return mould_; }

  private:
    bool rename(const protocol::machine_status& now);

    std::int32_t epoch_ = 0;  ///< 0: no cycle yet
    std::int32_t origin_ = 0, cycles_ = 0;
    std::string job_, mould_;
    bool is_recorded_ = false;
};

}  // namespace husky::host
