#pragma once

#include <array>
#include <bitset>
#include <cstdint>

#include "client/model/family/family.hpp"
#include "client/model/process/conditions.hpp"
#include "client/model/process/process_changes.hpp"
#include "client/model/random.hpp"
#include "client/model/zones/heated_zones.hpp"

namespace husky::cells {

using variable_values = std::array<float, process_variable_count>;

/// A shot that is about to be made: its cycle and what will be measured in it. Counters are not filled in.
struct shot {
    protocol::tandem_side side = 0;
    double cycle_s = 0;
    bool within_bands = true;  ///< of every variable whose band rejects
    variable_values values{};
};

/// The process of one machine. Pure: everything it does follows from its random stream and the calls made.
class process {
  public:
    /// `noise_scale` widens every standard deviation: 1 for a machine in its middle years, 1.5 for an old one.
    process(const family& f, double noise_scale, random_stream random);

    /// The next shot of that side, `elapsed_s` after the one before began. `wait_s` is added to its cycle.
    void make(protocol::tandem_side side, double elapsed_s, double wait_s, shot& out);

    /// A cycle of that side without injection: the mould moves, nothing is filled.
    void make_dry(protocol::tandem_side side, double elapsed_s, double wait_s, shot& out);

    /// The machine stands still for that long.
    void rest(double seconds) { conditions_.pass(seconds, false); }
    /// A coming failure moves a variable of the shot: by a fraction of it, or by units of the variable.
    void lean(process_variable q, double by, bool relative, shot& s) const;
    /// The cycle that the phases of a shot make, after some of them were changed.
    void set_cycle(double wait_s, shot& s) const;
    /// What the controller would show of this value.
    [[nodiscard]] double shown(process_variable q, double y) const;
    void new_lot() { conditions_.new_lot(random_); }
    /// An operator moves a set point by this many units of the variable, from the family's value, on both sides or on
    /// one. Holds the moves of `max_offsets` variables at once; more are not taken.
    void offset(process_variable q, double units);
    void offset(protocol::tandem_side side, process_variable q, double units);
    [[nodiscard]] double offset(protocol::tandem_side side, process_variable q) const;
    static constexpr std::size_t max_offsets = 8;
    /// From the next shot on the machine runs by these differences from its family; null: by its family alone. They
    /// must outlive the process.
    void run_by(const process_changes* changes) { changes_ = changes; }
    [[nodiscard]] const process_changes* changes() const { return changes_; }
    /// What the variable is set to on that side: by the family, the set-up and the operator.
    [[nodiscard]] double set_point(protocol::tandem_side side, process_variable q) const {
        return family_->of(q).set_point + offset(side, q) + (changes_ == nullptr ? 0 : changes_->offset(side, q));
    }

    /// The same of heated zones, in K from the family's: what their controllers are to hold.
    [[nodiscard]] std::array<float, zone_count> zones_raised() const;

    [[nodiscard]] heated_zones& zones() { return zones_; }
    [[nodiscard]] const heated_zones& zones() const { return zones_; }
    [[nodiscard]] conditions& surroundings() { return conditions_; }
    [[nodiscard]] const conditions& surroundings() const { return conditions_; }

  private:
    double measure(process_variable q, protocol::tandem_side side, double scale, shot& out);
    void melt(double elapsed_s, const shot& s);
    [[nodiscard]] bool within_band(process_variable q, protocol::tandem_side side, double y) const;
    void limit_pressure(shot& out) const;

    const family* family_;
    double noise_scale_;
    random_stream random_;
    conditions conditions_;
    heated_zones zones_;
    struct moved_set_point {
        process_variable variable = process_variable::cycle_time;
        std::array<float, protocol::tandem_sides> units{};

        [[nodiscard]] bool is_free() const { return units == std::array<float, protocol::tandem_sides>{}; }
    };
    std::bitset<process_variable_count> moved_;
    std::array<moved_set_point, max_offsets> offsets_{};
    const process_changes* changes_ = nullptr;
    std::array<std::array<float, process_variable_count>, protocol::tandem_sides> wander_{};
};

}  // namespace husky::cells
