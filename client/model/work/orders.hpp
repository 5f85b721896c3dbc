#pragma once

#include <array>
#include <optional>
#include <string>

#include "client/model/context/cell_context.hpp"
#include "client/model/family/procedure.hpp"
#include "client/model/work/counters.hpp"
#include "client/model/work/side_order.hpp"

namespace husky::cells {

/// What the sides of a machine make, with which moulds: orders of a number of good parts, in boxes, and what is between
/// two orders.
class orders {
  public:
    /// Empty texts: the family's.
    orders(const cells::family& f, const std::string& job, const std::string& mould);

    /// Draws the size of the next order and of its boxes.
    void begin(cell_context& c, protocol::tandem_side side);
    /// The order is complete; the next one begins at once, and procedure_between() may come before its first cycle.
    void finish(cell_context& c, protocol::tandem_side side, side_counters& counts);
    /// Counters of that side were cleared, and its job began.
    void record_start(const cell_context& c, protocol::tandem_side side) const;

    [[nodiscard]] bool waits() const { return between_.has_value(); }
    /// What comes before the next order, once; with another mould if that is to be changed.
    procedure take_procedure(const cell_context& c);
    /// The next change of orders begins with maintenance.
    void ask_for_maintenance() { maintenance_due_ = true; }

    /// Whether the change of a full box is late; it is so often that the stops have the catalogue's mean time between
    /// them, whatever the size of the boxes. `rate` is how often things fail.
    [[nodiscard]] bool box_is_late(cell_context& c, protocol::tandem_side side, double rate) const;
    void change_full_boxes();

    [[nodiscard]] side_order& of(protocol::tandem_side side) { return orders_[side]; }
    [[nodiscard]] const side_order& of(protocol::tandem_side side) const { return orders_[side]; }
    [[nodiscard]] const std::string& job(protocol::tandem_side side) const { return jobs_[side]; }
    [[nodiscard]] const std::string& mould(protocol::tandem_side side) const { return moulds_[side]; }
    void set_mould(protocol::tandem_side side, const std::string& name) { moulds_[side] = name; }
    /// Of the side that began an order last.
    [[nodiscard]] const std::string& newest_mould() const { return moulds_[newest_]; }

  private:
    std::array<side_order, protocol::tandem_sides> orders_;
    std::array<std::string, protocol::tandem_sides> jobs_, moulds_;
    std::optional<procedure> between_;
    protocol::tandem_side newest_ = 0;  ///< the side that began an order last
    bool maintenance_due_ = false;
};

}  // namespace husky::cells
