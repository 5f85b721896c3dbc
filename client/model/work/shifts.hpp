#pragma once

#include <chrono>
#include <cstdint>

#include "client/model/context/cell_context.hpp"
#include "client/model/work/shift_plan.hpp"

namespace husky::cells {

/// Who is at the machine: both crews, a new one, or one that knows how it runs today.
enum class shift_part : std::uint8_t { hand_over, fresh, settled };

/// Shifts of the crews at a machine, by the machine's own clock, and the week-ends at which it rests.
class shifts {
  public:
    explicit shifts(const shift_plan& plan) : plan_(plan) {}

    /// Follows from the clock alone, so that it may be called at any time.
    void plan(cell_context& c, bool resting);
    /// Whether the part of the shift is over; a clock may have been slower than planned.
    [[nodiscard]] bool part_is_over(const cell_context& c) const { return c.clock.at(c.now) >= part_ends_; }
    [[nodiscard]] shift_part part() const { return part_; }
    void record_change(const cell_context& c) const;

    /// How often things fail, against a settled crew.
    [[nodiscard]] double failure_rate() const;
    /// How often operators log on and off, against a settled crew.
    [[nodiscard]] double log_on_rate() const;

    /// What is left of a week-end at which the machine rests; 0 at other times. A machine is switched on so early that
    /// it runs when the crew comes.
    [[nodiscard]] sim_time rest_left(const cell_context& c) const;
    /// The machine is switched off when the running cycle ends.
    [[nodiscard]] bool rest_is_due() const { return rest_is_due_; }
    void plan_rest(const cell_context& c) { rest_is_due_ = rest_left(c) > sim_time{}; }
    /// Whether the machine goes to rest now; asked once.
    bool take_rest(const cell_context& c);

  private:
    shift_plan plan_;
    shift_part part_ = shift_part::settled;
    bool rest_is_due_ = false;
    std::chrono::sys_seconds part_ends_{};  ///< by the machine's clock
};

}  // namespace husky::cells
