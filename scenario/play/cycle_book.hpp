#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>

namespace husky::play {

/// What became of one machine's cycles, by their life counters: which are new, missing or said again. Knows no values.
class cycle_book {
  public:
    /// Gaps that are remembered so that a late cycle can close them; older ones stay gaps.
    static constexpr std::size_t most_open = 1024;
    /// Newest cycles among which a repeat is looked for.
    static constexpr std::size_t most_recent = 2048;

    enum class entry : std::uint8_t { fresh, late, repeated, new_epoch };

    /// A cycle came. Repeated is what has the counter and the end time of one that came; what is at or below the
    /// highest counter and neither that nor missing belongs to a new epoch, whatever the machine's clock says.
    entry take(std::int32_t life_counter, std::int64_t end_time);
    /// The machine says that it has counted up to here.
    void announce(std::int32_t life_counter);

    [[nodiscard]] std::uint64_t cycles() const { return cycles_; }      ///< each once
    [[nodiscard]] std::uint64_t repeated() const { return repeated_; }  ///< said again
    [[nodiscard]] std::uint64_t gaps() const { return gaps_; }          ///< ever opened
    [[nodiscard]] std::uint64_t missing() const { return missing_; }    ///< cycles that did not come yet
    [[nodiscard]] std::int32_t epoch() const { return epoch_; }
    /// Of the cycles that came or were announced.
    [[nodiscard]] std::int32_t highest() const { return highest_; }
    [[nodiscard]] std::size_t remembered() const { return open_.size(); }  ///< gaps that a late cycle can close

  private:
    entry judge(std::int32_t life_counter, std::int64_t end_time);
    [[nodiscard]] bool came(std::int32_t life_counter, std::int64_t end_time) const;
    [[nodiscard]] bool may_be_late(std::int32_t life_counter, std::int64_t end_time) const;
    void go_on(std::int32_t life_counter, std::int64_t end_time);
    void open(std::int32_t first, std::int32_t last);
    void remember(std::int32_t first, std::int32_t last);
    bool close(std::int32_t life_counter);

    std::map<std::int32_t, std::int32_t> open_;                 ///< first and last missing one of each gap
    std::deque<std::pair<std::int32_t, std::int64_t>> recent_;  ///< counters and end times, oldest first
    std::uint64_t cycles_ = 0, repeated_ = 0, gaps_ = 0, missing_ = 0;
    std::int32_t epoch_ = 0;
    std::int32_t highest_ = 0, highest_came_ = 0;
    std::int64_t highest_time_ = 0;  ///< of the one that came
};

}  // namespace husky::play
