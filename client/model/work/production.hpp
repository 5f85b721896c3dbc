#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "client/model/context/cell_context.hpp"
#include "client/model/process/defects.hpp"
#include "client/model/spc/spc_charts.hpp"
#include "client/model/work/counters.hpp"
#include "client/model/work/side_order.hpp"

namespace husky::cells {

/// The last finished cycle of a side.
struct finished_cycle {
    variable_values values{};
    std::int32_t end_time = 0;
    std::int32_t active_cavities = 0;
    protocol::cycle_quality quality = protocol::cycle_quality::good;
};

/// The cycles of a machine: the shot that is being made, its judgement, and what was measured and counted.
class production {
  public:
    /// `life_cycles` were made before.
    production(const cell_context& c, std::int32_t life_cycles, defects d);
    /// Draws when the vision system rejects its first part.
    void begin_life(cell_context& c) { parts_to_reject_ = c.random.exponential(); }

    /// The next shot begins, `elapsed_s` after the one before; `dry` without injection.
    void begin(cell_context& c, double elapsed_s, bool dry);
    [[nodiscard]] shot& running() { return running_; }
    /// Seconds since its begin; as a part of its length.
    [[nodiscard]] double elapsed(const cell_context& c) const { return c.since(began_); }
    [[nodiscard]] double done(const cell_context& c) const { return c.since(began_) * c.sides() / running_.cycle_s; }
    /// It shows what will stop the machine: its values, its length, its parts.
    void leave_signature(cell_context& c, std::size_t which);
    /// Whether its parts will be good, as far as its measurements say.
    [[nodiscard]] protocol::cycle_quality judge() const;
    /// It ends with that many parts for that order, is counted, charted and reported. A tandem machine goes on with
    /// the other side.
    void finish(cell_context& c, protocol::cycle_quality quality, std::int32_t parts, side_order& order);

    /// This many shots of a start-up are bad; for longer, rejects are more likely.
    void begin_start_up(std::uint16_t shots) {
        start_up_left_ = shots;
        clustered_ = static_cast<std::uint16_t>(3 * shots);
    }
    void break_off_start_up() { start_up_left_ = 0; }
    /// Counts a shot of a start-up. Whether it was the last.
    bool ends_start_up() { return start_up_left_ > 0 && --start_up_left_ == 0; }

    /// The next shot is a sample.
    void ask_for_sample(const cell_context& c);
    void forget_rejects();

    [[nodiscard]] std::int32_t life_counter() const { return life_counter_; }
    [[nodiscard]] side_counters& counters(protocol::tandem_side side) { return counters_[side]; }
    [[nodiscard]] const side_counters& counters(protocol::tandem_side side) const { return counters_[side]; }
    [[nodiscard]] const finished_cycle& last(protocol::tandem_side side) const { return last_[side]; }
    /// Of an existing side.
    [[nodiscard]] spc_charts& spc(protocol::tandem_side side) { return *spc_[side]; }
    [[nodiscard]] const spc_charts& spc(protocol::tandem_side side) const { return *spc_[side]; }

  private:
    [[nodiscard]] std::int32_t vision_rejects(cell_context& c, std::int32_t parts);
    void tell(cell_context& c);
    void report_rules(const cell_context& c, const spc_charts& charts) const;

    shot running_;
    sim_time began_{};
    std::array<finished_cycle, protocol::tandem_sides> last_;
    std::array<side_counters, protocol::tandem_sides> counters_;
    std::array<std::optional<spc_charts>, protocol::tandem_sides> spc_;  ///< of the existing sides
    defects defects_;
    std::int32_t life_counter_;
    double parts_to_reject_ = 0;  ///< parts until the vision system rejects one, times its rate
    std::uint16_t start_up_left_ = 0;
    std::uint16_t clustered_ = 0;  ///< cycles after a restart in which rejects are more likely
    bool sample_due_ = false;
};

}  // namespace husky::cells
