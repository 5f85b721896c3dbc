#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <utility>

#include "protocol/messages/codes.hpp"
#include "server/ledger/gap_list.hpp"
#include "server/ledger/recent_cycles.hpp"
#include "server/records/remembered.hpp"

namespace husky::host {

/// A counter that falls from its end to its beginning with at most this many cycles lost in between has wrapped; with
/// more it belongs to a new or reset controller. Far above what a machine buffers, far below what it counts in a life.
constexpr std::int32_t wrap_window = 100'000;

/// Where variable 4 ends (2038-01-19T03:14:07Z): a clock beyond it says this of every cycle.
constexpr std::chrono::sys_seconds last_end_time{std::chrono::seconds{std::numeric_limits<std::int32_t>::max()}};

enum class cycle_outcome : std::uint8_t {
    fresh,      ///< the next cycle, or one after a jump
    new_epoch,  ///< the first cycle of a new or reset controller, or after a clock was set back
    wrapped,    ///< the first cycle after the counter went from its end to its beginning; begins an epoch too
    late,       ///< one that was missing
    duplicate,  ///< a repeat of a stored cycle: not to be stored
};

struct verdict {
    cycle_outcome outcome = cycle_outcome::duplicate;
    std::int32_t epoch = 0;     ///< key of the cycle, with serial and life counter; 0 for a duplicate
    std::uint8_t new_gaps = 0;  ///< gaps that this cycle revealed; 2 only where a wrap lost cycles on both sides

    [[nodiscard]] bool to_be_stored() const { return outcome != cycle_outcome::duplicate; }
    [[nodiscard]] bool begins_epoch() const {
        return outcome == cycle_outcome::new_epoch || outcome == cycle_outcome::wrapped;
    }
    friend bool operator==(const verdict&, const verdict&) = default;
};

/// Decides for one machine which cycle messages are new, which fill a gap and which are repeated, so that the store
/// gets every cycle once and every missing one is in a gap. Knows no clock and no store. An in-order cycle costs no
/// allocation.
///
/// A cycle is a repeat only if it has the counter and the end time of a stored cycle, among the newest
/// recent_cycles::max_cycles. What is at or below the highest counter and neither a repeat nor missing begins an epoch,
/// whatever the machine's clock says.
class cycle_ledger {
  public:
    cycle_ledger() = default;
    explicit cycle_ledger(const remembered_machine& machine);

    /// A cycle message arrived. `life_counter` is from 1 to 2^31-1: the caller has refused anything else.
    verdict accept(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);

    /// The cycle was accepted with this verdict but could not be handed to the store: it is missing after all.
    void mark_missing(const verdict& accepted, std::int32_t life_counter, std::chrono::sys_seconds end_time,
                      wall_time receive_time);

    /// The machine says that it has counted up to here. What has not come is missing from now on, and is known by its
    /// counter alone should it still come: the clock may have been set between those cycles. True if a gap was opened.
    bool announce(std::int32_t life_counter, wall_time receive_time);

    /// As gap_list::take_changes. Changes belong in the batch of the cycle that caused them, before it: a store that
    /// has the cycle but not the gap would forget the missing ones.
    template <class Changed, class Closed>
    void take_changes(Changed changed, Closed closed) {
        gaps_.take_changes(std::move(changed), std::move(closed));
    }
    [[nodiscard]] bool has_changes() const { return gaps_.has_changes(); }

    /// 0 before the first cycle. The counter may be one that was only announced.
    [[nodiscard]] std::int32_t epoch() const { return epoch_; }
    [[nodiscard]] std::int32_t highest_counter() const { return std::max(highest_, announced_); }
    /// End of the cycle with the highest counter, by the machine's clock.
    [[nodiscard]] std::chrono::sys_seconds highest_time() const { return highest_time_; }
    [[nodiscard]] const gap_list& gaps() const { return gaps_; }

  private:
    verdict judge(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);
    [[nodiscard]] bool wraps_to(std::int32_t life_counter) const;
    [[nodiscard]] bool is_repeat(std::int32_t life_counter, std::chrono::sys_seconds end_time) const;
    verdict take_announced(std::int32_t life_counter, std::chrono::sys_seconds end_time);
    verdict jump(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);
    verdict go_back(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);
    verdict advance(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);
    verdict wrap(std::int32_t life_counter, std::chrono::sys_seconds end_time, wall_time receive_time);
    void begin_epoch(std::int32_t epoch, std::int32_t life_counter, std::chrono::sys_seconds end_time);

    std::int32_t epoch_ = 0;
    std::int32_t highest_ = 0;
    std::chrono::sys_seconds highest_time_{};
    std::int32_t announced_ = 0;  ///< the machine has counted so far, by its word; 0 if that is not above highest_
    gap_list gaps_;
    recent_cycles recent_;
};

}  // namespace husky::host
