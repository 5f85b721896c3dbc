#pragma once

#include <cstdint>
#include <optional>

#include "client/model/context/cell_context.hpp"
#include "client/model/family/procedure.hpp"

namespace husky::cells {

/// The procedure that a machine is in, step by step, and the one by which it comes back from a stop.
class procedure_run {
  public:
    void begin(procedure p) {
        running_ = p;
        step_ = 0;
    }
    void next_step() { ++step_; }
    void end() { running_.reset(); }

    /// Null in production and after the last step.
    [[nodiscard]] const step* present() const;
    /// Switched off over a week-end.
    [[nodiscard]] bool resting() const { return running_ == procedure::weekend && step_ == 0; }
    /// Cycles are made without injection.
    [[nodiscard]] bool dry() const;

    /// The machine will go on with this.
    void go_on_with(procedure p) {
        next_ = p;
        resumes_ = false;
    }
    /// After a stop of `minutes`: what the machine goes on with. A start-up that a short stop has interrupted goes on
    /// where it was.
    void choose_way_back(const cell_context& c, bool power_failed, double minutes);
    /// What was chosen, once; empty: the present procedure goes on.
    std::optional<procedure> take_way_back();

    /// How long a step lasts; `rest_left` of a week-end.
    [[nodiscard]] static double draw_minutes(cell_context& c, step_time t, sim_time rest_left);
    /// How many shots this start-up needs after a stop of `minutes`.
    [[nodiscard]] double draw_start_up_shots(cell_context& c, double minutes) const;

  private:
    std::optional<procedure> running_;
    procedure next_ = procedure::restart;
    bool resumes_ = false;
    std::uint8_t step_ = 0;
};

}  // namespace husky::cells
