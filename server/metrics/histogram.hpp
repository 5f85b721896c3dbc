#pragma once

#include <array>
#include <chrono>

#include "server/metrics/counter.hpp"

namespace husky::host {

/// How long something took, in buckets from half a millisecond to ten seconds. One thread observes, any thread reads.
class histogram {
  public:
    /// Upper ends of the buckets, inclusive; what took longer is in one more.
    static constexpr std::array<std::chrono::microseconds, 14> ends{
        std::chrono::microseconds(500),       std::chrono::microseconds(1'000),
        std::chrono::microseconds(2'500),     std::chrono::microseconds(5'000),
        std::chrono::microseconds(10'000),    std::chrono::microseconds(25'000),
        std::chrono::microseconds(50'000),    std::chrono::microseconds(100'000),
        std::chrono::microseconds(250'000),   std::chrono::microseconds(500'000),
        std::chrono::microseconds(1'000'000), std::chrono::microseconds(2'500'000),
        std::chrono::microseconds(5'000'000), std::chrono::microseconds(10'000'000)};

    /// Nothing takes less than no time.
    void observe(std::chrono::nanoseconds took) {
        if (took < took.zero()) took = took.zero();
        std::size_t at = 0;
        while (at < ends.size() && took > ends[at])
            ++at;
        buckets_[at].add();
        sum_.add(static_cast<std::uint64_t>(std::chrono::floor<std::chrono::microseconds>(took).count()));
    }

    /// Of one bucket, or of those beyond all ends.
    [[nodiscard]] std::uint64_t count(std::size_t bucket) const { return buckets_[bucket].value(); }
    [[nodiscard]] std::chrono::microseconds sum() const { return std::chrono::microseconds(sum_.value()); }

  private:
    std::array<counter, ends.size() + 1> buckets_;
    counter sum_;  ///< microseconds
};

}  // namespace husky::host
