#pragma once

#include <cstdint>

#include "client/model/context/cell_context.hpp"

namespace husky::cells {

/// Actions of operators that affect more than the log.
enum class operator_work : std::uint8_t { other, saved_setup, wants_sample };

/// Operators at a machine: who is logged on, what they adjust and record, which lot they feed.
class operators {
  public:
    /// Draws the number of the first lot, when it ends and when the first work is done.
    void begin_life(cell_context& c);

    void change_lot(cell_context& c);

    /// `rate`: how often they log on and off, against a crew that knows how the machine runs.
    void plan_log_on(cell_context& c, double rate);
    void log_on_or_off(cell_context& c, double rate);
    void log_off(cell_context& c, double rate) {
        if (logged_on_) log_on_or_off(c, rate);
    }

    /// A new set-up is adjusted while its first shots are made.
    void begin_trimming(cell_context& c);
    /// `mould` names the set-up that they may save.
    operator_work work(cell_context& c, double rate, const std::string& mould);
    /// A set point was changed from `old` by the logged-on user.
    void record_set_point(const cell_context& c, protocol::tandem_side side, process_variable q, double old) const;

    /// What waited for the end of a rest happens in the first hour after it.
    static void end_rest(cell_context& c);

  private:
    void trim(cell_context& c) const;

    std::uint32_t lot_number_ = 0;
    bool logged_on_ = false;
    bool remote_ = false;
    std::uint8_t user_ = 1;        ///< who is logged on, or was
    std::uint8_t trims_left_ = 0;  ///< set points that are still to be found in a start-up
};

}  // namespace husky::cells
