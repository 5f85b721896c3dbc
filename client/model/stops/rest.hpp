#pragma once

#include <cstdint>
#include <optional>

#include "client/model/context/cell_context.hpp"
#include "client/model/zones/zone_offsets.hpp"

namespace husky::cells {

/// What a machine waits for before it goes on.
enum class awaited : std::uint8_t {
    nothing,
    oil,    ///< is warm enough for the next step
    heat,   ///< zones are at their set points, and the step ends
    zones,  ///< zones are at their new set points, and the stop ends
};

/// What goes on in a machine while no cycles run: barrel and hot runner heat or cool, oil warms up. Zones follow their
/// set points while cycles run, too.
class rest {
  public:
    /// Cycles end; a rest begins.
    void begin(cell_context& c);
    /// Cycles begin.
    void end(cell_context& c);
    [[nodiscard]] bool is_over() const { return over_; }

    void set_heats(cell_context& c, heats target);
    void run_pump(cell_context& c, pump p);
    /// Set points of heated zones were moved: their controllers follow.
    void move_zones(cell_context& c);
    [[nodiscard]] zone_offsets& offsets() { return offsets_; }
    [[nodiscard]] const zone_offsets& offsets() const { return offsets_; }

    /// Time passes up to now: for all that rests, or for the zones alone while cycles run.
    void pass(cell_context& c);
    static void pass_zones(cell_context& c);
    /// When to update zones and oil next.
    void plan_look(cell_context& c) const;

    /// Whether zones are still moving to other set points.
    [[nodiscard]] bool zones_move() const { return zones_move_; }
    /// Zones come slowly to other set points. An index of the catalogue where one is further off than the machine may
    /// run with.
    std::optional<std::size_t> watch_zones(cell_context& c);
    [[nodiscard]] bool zones_ready(const cell_context& c) const;
    [[nodiscard]] static bool oil_is_cold(const cell_context& c);
    /// Oil influence now, in addition to what the process knows.
    [[nodiscard]] double oil(const cell_context& c) const;

    void wait_for(awaited a) { awaits_ = a; }
    [[nodiscard]] awaited awaits() const { return awaits_; }

  private:
    zone_offsets offsets_;
    sim_time began_{};
    sim_time passed_{};  ///< up to when the surroundings know of this rest
    bool over_ = false;
    bool zones_move_ = false;
    awaited awaits_ = awaited::nothing;
};

}  // namespace husky::cells
