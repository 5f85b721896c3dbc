#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/records/remembered.hpp"

namespace husky::host {

/// The open gaps of one machine, ordered by epoch and counter. No two of one epoch touch: those that would are joined.
/// Every gap has a number of its own, never used again. Changes are remembered until take_changes hands them out.
class gap_list {
  public:
    /// Gaps kept in memory; past this the oldest is forgotten. It stays in the store, but can no longer be filled.
    static constexpr std::size_t max_open_gaps = 1024;
    /// Gaps kept while nobody takes changes, for a forgotten gap that was never handed out is lost.
    static constexpr std::size_t max_untaken_gaps = 4 * max_open_gaps;

    gap_list() = default;
    gap_list(const std::vector<remembered_gap>& gaps, std::int64_t next_gap);

    /// Adds first_missing..last_missing (which must not be in any gap); `missing.gap` is ignored.
    void add(const remembered_gap& missing);

    /// Takes one counter out of the gap that is meant and returns its epoch; 0 if none is. Meant is the newest gap that
    /// holds the counter and whose neighbours' end times enclose `end_time`. In `present_epoch` the counter alone will
    /// do, for the machine's clock may have been set.
    std::int32_t fill(std::int32_t life_counter, std::chrono::sys_seconds end_time, std::int32_t present_epoch);

    /// Nothing that is missing ended later than this: gives gaps with an open end that end time.
    void close_ends(std::chrono::sys_seconds at);

    [[nodiscard]] std::size_t size() const { return gaps_.size(); }
    [[nodiscard]] bool has_changes() const { return changed_; }
    /// Life counters that are in a gap, or were in one when it was forgotten.
    [[nodiscard]] std::uint64_t missing() const { return missing_; }
    /// Gaps forgotten before anybody took them.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

    /// Calls changed(const remembered_gap&) for each gap that is new or has other ends, and closed(std::int64_t gap)
    /// for each that is filled, in no particular order, and forgets that they changed.
    template <class Changed, class Closed>
    void take_changes(Changed changed, Closed closed) {
        for (entry& each : gaps_) {
            if (each.dirty) changed(static_cast<const remembered_gap&>(each));
            each.dirty = false;
            each.taken = true;
        }
        for (const std::int64_t gap : closed_)
            closed(gap);
        closed_.clear();
        changed_ = false;
        forget_oldest();
    }

  private:
    struct entry : remembered_gap {
        bool dirty = false;
        bool taken = false;  ///< handed out before, so that its end must be told too
    };
    using position = std::vector<entry>::iterator;

    position find(std::int32_t life_counter, std::chrono::sys_seconds end_time, std::int32_t present_epoch);
    void touch(entry& changed);
    void split(position at, std::int32_t life_counter, std::chrono::sys_seconds end_time);
    void close(position at);
    void forget_oldest();

    std::vector<entry> gaps_;
    std::vector<std::int64_t> closed_;
    std::int64_t next_gap_ = 1;
    std::uint64_t lost_ = 0;
    std::uint64_t missing_ = 0;
    bool changed_ = false;
};

}  // namespace husky::host
