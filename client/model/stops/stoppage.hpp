#pragma once

#include <cstdint>

#include "client/model/context/cell_context.hpp"
#include "client/model/stops/message_log.hpp"

namespace husky::cells {

/// What stopped a machine, or will at the end of the running cycle, and what goes on until it is repaired. Causes are
/// named by their index of the catalogue.
class stoppage {
  public:
    /// The machine stops when the running cycle ends.
    void stop_at_cycle_end(std::size_t which) { pending_ = static_cast<std::uint8_t>(which); }
    [[nodiscard]] bool pending() const { return pending_ != none; }
    [[nodiscard]] std::size_t pending_cause() const { return pending_; }
    void forget_pending() { pending_ = none; }

    /// The machine has stopped for `which`.
    void begin(cell_context& c, std::size_t which, message_log& messages);
    [[nodiscard]] bool has_cause() const { return cause_ != none; }
    [[nodiscard]] std::size_t cause() const { return cause_; }
    /// Draws what follows: a consequence, a storm of messages, a reason, standby, the repair.
    void plan_repair(cell_context& c, message_log& messages) const;
    void show_consequence(const cell_context& c);
    void record_reason(const cell_context& c) const;
    /// It is repaired, whatever was planned; it keeps its cause until forget_cause().
    void end(cell_context& c, message_log& messages);
    void forget_cause() { cause_ = none; }

    /// The machine was stopped by a key, not by a cause.
    [[nodiscard]] bool by_operator() const { return by_operator_; }
    void begin_by_hand(const cell_context& c);
    void end_by_hand(const cell_context& c);

    void begin_power_off(const cell_context& c) { began_ = c.now; }
    /// Any cause is over, unrepaired.
    void end_power_off(cell_context& c, message_log& messages);

    /// Length of the last stop. A machine that begins its life at rest has stood for an hour.
    [[nodiscard]] double minutes() const { return minutes_; }

  private:
    static constexpr std::uint8_t none = 0xFF;

    static void plan_reason(cell_context& c, double minutes);

    std::uint8_t pending_ = none, cause_ = none;
    bool consequence_shown_ = false, by_operator_ = false;
    sim_time began_{};
    double minutes_ = 60;
};

}  // namespace husky::cells
