#pragma once

#include <bitset>
#include <cstdint>

#include "client/model/context/cell_context.hpp"
#include "client/model/stops/active_messages.hpp"

namespace husky::cells {

/// Messages in the event log that begin and end: alarms, what comes with an emergency stop or a power failure, and a
/// switch that chatters. Messages are named by their index of the catalogue.
class message_log {
  public:
    /// Draws whether the machine has a switch that chatters.
    explicit message_log(random_stream& random);

    [[nodiscard]] const active_messages& active() const { return active_; }
    void raise(cell_context& c, std::size_t which);
    void clear(cell_context& c, std::size_t which);

    /// An alarm that was raised ends by itself after a random time.
    void plan_end(cell_context& c, std::size_t which);
    void end_next(cell_context& c);

    void begin_storm(cell_context& c);
    /// One more message of the storm begins or ends; never the one that stopped the machine.
    void show_storm(cell_context& c, std::size_t stopped_by);
    void end_storm(cell_context& c);

    void plan_chatter(cell_context& c);
    void chatter(cell_context& c);

    /// What waited for the end of a rest happens now or in the first hour after it.
    void end_rest(cell_context& c);

  private:
    active_messages active_;
    std::bitset<interruption_count> in_storm_;  ///< of those that are active
    std::uint8_t storm_left_ = 0, chatter_left_ = 0;
    bool chatters_;
};

}  // namespace husky::cells
