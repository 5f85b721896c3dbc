#pragma once

#include <algorithm>
#include <cmath>

#include "protocol/random.hpp"
#include "protocol/time.hpp"

namespace husky::protocol {

/// How long to wait before dialling again: uniform(0, min(longest, 2^n)) seconds, n counting the attempts since the
/// last that led to an initialised link. The jitter spreads a plant's machines after a power dip.
class backoff {
  public:
    backoff(duration max, std::uint64_t seed) : max_(max), random_(seed) {}

    duration next() {
        const double max_s = std::chrono::duration<double>(max_).count();
        const double bound = std::min(max_s, std::exp2(attempts_));
        if (attempts_ < highest_attempt) ++attempts_;
        return std::chrono::duration_cast<duration>(std::chrono::duration<double>(bound * random_.uniform()));
    }
    void reset() { attempts_ = 0; }

  private:
    static constexpr int highest_attempt = 30;

    duration max_;
    split_mix random_;
    int attempts_ = 0;
};

}  // namespace husky::protocol
