#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

#include "client/model/cell/operation.hpp"

namespace husky::cells {

/// What can be done at a machine: its set points, its keys, its main switch; cell::controls() lends them for a
/// moment. The effects are reported at once, or follow as if they had come by chance; the same at the same times gives
/// the same life. False if it cannot be done.
class cell_controls {
  public:
    /// `before_power_off` is what the machine had before it while it is without power.
    cell_controls(operation& m, std::unique_ptr<calendar>& before_power_off)
        : m_(m), c_(m.context), before_power_off_(before_power_off) {}

    /// From the next shot on the variable is set to that value, on both sides or on one; what both sides share on both
    /// in any case. Not for counters, nor where process::max_offsets variables are moved already.
    bool turn_set_point(process_variable q, double to, std::optional<protocol::tandem_side> side = std::nullopt);
    /// A message of the catalogue, by its number. A cycle interruption stops the machine at once. It is active until
    /// clear_message(); then the machine goes on as after a repair.
    bool raise_message(std::uint16_t id);
    bool clear_message(std::uint16_t id);
    /// Down to nine tenths of the mould's cavities.
    bool block_one_cavity();
    /// This many, or all.
    bool free_cavities(std::optional<std::int32_t> count = std::nullopt);
    /// The running cycle is lost, the machine waits in manual until press_start().
    bool press_stop();
    bool press_start();
    /// Nothing happens until power_on(), and the host is not told. Then the machine restarts, or begins from cold if
    /// the family purges after a stop of that length.
    bool power_off();
    bool power_on();
    /// By hand, whether or not the clock follows the host.
    void set_clock(std::chrono::sys_seconds to) { m_.set_clock(to); }

  private:
    [[nodiscard]] bool is_off() const { return before_power_off_ != nullptr; }
    void cancel_start();

    operation& m_;
    cell_context& c_;
    std::unique_ptr<calendar>& before_power_off_;
};

}  // namespace husky::cells
