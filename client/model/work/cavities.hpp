#pragma once

#include <cstdint>

#include "client/model/context/cell_context.hpp"

namespace husky::cells {

/// Cavities of the mould that parts come from.
class cavities {
  public:
    explicit cavities(const cells::family& f) : active_(f.cavities) {}

    [[nodiscard]] std::int32_t active() const { return active_; }
    [[nodiscard]] bool all_active(const cell_context& c) const { return active_ == c.family->cavities; }
    /// One more is blocked, down to nine tenths of them: with few a mould is repaired, not run with a part of them.
    bool block(cell_context& c);
    /// That many are free again, or all; fewer if fewer are blocked.
    void restore(cell_context& c, std::int32_t count);
    void restore_all(cell_context& c) { restore(c, c.family->cavities); }

  private:
    void use(cell_context& c, std::int32_t active);

    std::int32_t active_;
};

}  // namespace husky::cells
