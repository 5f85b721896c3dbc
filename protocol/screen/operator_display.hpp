#pragma once

#include <cstdint>

#include "protocol/screen/key_codes.hpp"
#include "protocol/screen/screen_pen.hpp"
#include "settings/interface.hpp"

namespace husky::protocol {

/// The operator screen behind a machine's display link. Draws what the machine shows now; never blocks.
class operator_display : public settings::interface {
  public:
    [[nodiscard]] virtual screen_position size() const = 0;
    /// A viewer begins to watch, or the last one left; drawing and keys come only between the two.
    virtual void opened() = 0;
    virtual void closed() = 0;
    virtual void pressed(std::uint16_t key) = 0;
    /// Draws the whole screen, pen.begin() with size() first, and names the keys that the page offers.
    virtual void draw(screen_pen& pen, menu& keys) = 0;
};

}  // namespace husky::protocol
