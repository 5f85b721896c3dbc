#pragma once

#include <algorithm>
#include <cstdint>

namespace husky::cells {

/// The work of one side of a machine: how many good parts its order is, and the box that they fall into.
class side_order {
  public:
    /// A new order of that many parts, or of the number given to want(), in boxes of that many.
    void begin(std::int32_t parts, std::int32_t box) {
        parts_ = asked_ > 0 ? asked_ : parts;
        box_ = box;
        begin_again();
    }
    /// The same order from its beginning.
    void begin_again() {
        wanted_ = parts_;
        in_box_ = 0;
    }
    /// That part of the order, and of a box, was made before the counters began.
    void begin_within(double order, double box) {
        wanted_ = std::max(static_cast<std::int32_t>(parts_ * (1 - order)), 1);
        in_box_ = static_cast<std::int32_t>(box_ * box);
    }

    /// This order, and those after it, are complete when the counter shows this many good parts.
    void want(std::int32_t parts) { asked_ = parts_ = wanted_ = parts; }

    void put(std::int32_t good) { in_box_ += good; }
    void change_box() { in_box_ = 0; }

    /// Nominal size.
    [[nodiscard]] std::int32_t parts() const { return parts_; }
    /// Good parts that the counter shows when the order is complete: its size, or what was left of it at the start.
    [[nodiscard]] std::int32_t wanted() const { return wanted_; }
    [[nodiscard]] bool whole(std::int32_t good) const { return good >= wanted_; }
    [[nodiscard]] std::int32_t box() const { return box_; }
    [[nodiscard]] std::int32_t in_box() const { return in_box_; }
    [[nodiscard]] bool box_full() const { return in_box_ >= box_; }

  private:
    std::int32_t parts_ = 1, wanted_ = 1, box_ = 1, in_box_ = 0;
    std::int32_t asked_ = 0;  ///< by a set-up; 0: never
};

}  // namespace husky::cells
