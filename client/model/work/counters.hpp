#pragma once

#include <cstdint>

#include "protocol/messages/codes.hpp"

namespace husky::cells {

/// A count of cycles: 2^31 - 1 is followed by 1.
constexpr std::int32_t next_cycle_count(std::int32_t count) {
    return count >= protocol::highest_life_counter || count < 0 ? 1 : count + 1;
}

/// Counters of one side. Good, bad and test parts together are always the cavities of the job's shots.
class side_counters {
  public:
    /// A cycle ended. A shot has `parts` of them, `rejected` bad; a cycle without injection has 0 parts.
    void count(protocol::cycle_quality quality, std::int32_t parts, std::int32_t rejected);
    /// Start of job.
    void clear_job() { job_cycles_ = good_ = bad_ = test_ = 0; }

    [[nodiscard]] std::int32_t life_cycles() const { return life_cycles_; }
    [[nodiscard]] std::int32_t job_cycles() const { return job_cycles_; }
    [[nodiscard]] std::int32_t good() const { return good_; }
    [[nodiscard]] std::int32_t bad() const { return bad_; }
    [[nodiscard]] std::int32_t test() const { return test_; }
    [[nodiscard]] std::int32_t total() const { return good_ + bad_ + test_; }
    [[nodiscard]] std::int32_t consecutive_rejects() const { return consecutive_; }
    void forget_rejects() { consecutive_ = 0; }

    void start_life_at(std::int32_t cycles) { life_cycles_ = cycles; }

  private:
    std::int32_t life_cycles_ = 0, job_cycles_ = 0, good_ = 0, bad_ = 0, test_ = 0, consecutive_ = 0;
};

}  // namespace husky::cells
