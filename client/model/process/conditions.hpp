#pragma once

#include "client/model/catalogues/influences.hpp"
#include "client/model/family/family.hpp"
#include "client/model/random.hpp"

namespace husky::cells {

/// What the pump does while no shots are made. A pump at work warms the oil, one that is off lets it cool to the hall.
enum class pump : std::uint8_t { off, idling, working };

/// The slow and hidden state of a machine and its surroundings: temperatures, material, wear. Moves with time, in
/// production and at rest, and shows itself only through the variables that follow it.
class conditions {
  public:
    conditions(const family& f, random_stream& random);

    /// Time passes; `production` says whether shots are made in it.
    void pass(double seconds, bool production);
    /// What the pump does while no shots are made, from now on.
    void run_pump(pump p) { pump_ = p; }
    /// The oil is as cold as after days without the pump.
    void cool_oil() { now_[index(influence::oil)] = constants_->oil_cold_k; }
    /// The oil influence after this many more seconds without shots.
    [[nodiscard]] double oil_after(double seconds) const;
    /// Draws what differs from shot to shot. Once a shot, before melt().
    void next_shot(random_stream& random);
    /// Temperature and viscosity of the melt for this shot: in time it comes to `target_k`.
    void melt(double target_k, double seconds);
    /// Production goes on after a stop of that length.
    void restart(double stopped_seconds);
    /// A new lot of material starts into the hopper.
    void new_lot(random_stream& random);
    /// Share of the cavities that are blocked, 0 to 1.
    void block(double part) { now_[index(influence::blocked)] = part; }
    void set(influence i, double value) { now_[index(i)] = value; }
    void change_cups() { cup_hours_ = 0; }
    void recharge_accumulator() { now_[index(influence::precharge)] = 0; }

    [[nodiscard]] double of(influence i) const { return now_[index(i)]; }
    /// Wear of the check ring, 0 new to 1 at the end of its life.
    [[nodiscard]] double ring_wear() const { return ring_shots_ / constants_->ring_life_shots; }

  private:
    const process_constants* constants_;
    influence_values now_{};
    double clock_s_ = 0;
    double day_phase_, chiller_phase_, bed_phase_;
    double pellets_ = 0, pellets_cold_ = 0, flow_rest_ = 0;
    double lot_target_ = 0, lot_ = 0;
    double ring_shots_, cup_hours_;
    pump pump_ = pump::idling;
};

}  // namespace husky::cells
