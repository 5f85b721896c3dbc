#pragma once

#include <cstdint>

#include "protocol/screen/screen_pen.hpp"

namespace husky::protocol {

/// Keys that are no characters, as `key` and `menu` carry them.
namespace key_code {
constexpr std::uint16_t first_character = 0x20;
constexpr std::uint16_t last_character = 0xFF;
constexpr std::uint16_t f1 = 0x0101;
constexpr std::uint16_t f12 = 0x010C;
constexpr std::uint16_t up = 0x0110;
constexpr std::uint16_t down = 0x0111;
constexpr std::uint16_t left = 0x0112;
constexpr std::uint16_t right = 0x0113;
constexpr std::uint16_t page_up = 0x0114;
constexpr std::uint16_t page_down = 0x0115;
constexpr std::uint16_t home = 0x0116;
constexpr std::uint16_t enter = 0x0117;
constexpr std::uint16_t escape = 0x0118;
}  // namespace key_code

/// The operator screen behind a machine's display link. Draws what the machine shows now; never blocks.
class operator_display {
  public:
    virtual ~operator_display() = default;

    [[nodiscard]] virtual screen_position size() const = 0;
    /// Somebody begins to look, or nobody looks any longer; drawing and keys come between the two only.
    virtual void opened() = 0;
    virtual void closed() = 0;
    virtual void pressed(std::uint16_t key) = 0;
    /// Draws the whole screen, pen.begin() with size() first, and names the keys that the page offers.
    virtual void draw(screen_pen& pen, menu& keys) = 0;

  protected:
    operator_display() = default;
    operator_display(const operator_display&) = default;
    operator_display& operator=(const operator_display&) = default;
};

}  // namespace husky::protocol
