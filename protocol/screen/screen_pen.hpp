#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "protocol/screen/screen_model.hpp"

namespace husky::protocol {

/// Draws a screen and keeps the drawings that made it, so that it can be sent whole to a host that knows nothing yet,
/// or as the difference from what the host shows. What would leave the area is cut; texts are UTF-8.
class screen_pen {
  public:
    /// `order` is that of the numbers in the data of drawings.
    explicit screen_pen(byte_order order = byte_order::little) : order_(order) {}

    /// A blank screen of that size, brought within the bounds of a screen_model.
    void begin(std::uint16_t columns, std::uint16_t rows, std::uint8_t attribute = plain_attribute);
    void text(unsigned x, unsigned y, std::uint8_t attribute, std::string_view content);
    /// The text in a field of `width` columns: cut, or filled up with spaces behind it.
    void field(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, std::string_view content);
    void horizontal_line(unsigned x, unsigned y, std::uint8_t attribute, unsigned cells);
    void vertical_line(unsigned x, unsigned y, std::uint8_t attribute, unsigned cells);
    void box(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, unsigned height);
    /// `per_mille` above 1000 is a full bar.
    void bar(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, unsigned per_mille);
    void cursor(unsigned x, unsigned y);

    [[nodiscard]] const screen_model& drawn() const { return drawn_; }
    /// The drawings since begin(), its clear first.
    [[nodiscard]] const std::vector<screen_command>& whole() const { return commands_; }
    /// The drawings that turn `shown` into what was drawn: those cells that differ, as text and bars, or, where that is
    /// not possible or longer, the whole. Empty if nothing differs.
    [[nodiscard]] std::vector<screen_command> since(const screen_model& shown) const;

  private:
    void keep(std::uint8_t op, unsigned x, unsigned y, std::uint8_t attribute, std::vector<std::byte> data);
    [[nodiscard]] bool inside(unsigned x, unsigned y) const { return x < drawn_.columns() && y < drawn_.rows(); }
    [[nodiscard]] std::vector<std::byte> numbers(std::initializer_list<unsigned> all) const;
    void add_row_changes(std::vector<screen_command>& out, const screen_model& shown, unsigned y) const;
    unsigned add_text(std::vector<screen_command>& out, const screen_model& shown, unsigned x, unsigned y) const;
    unsigned add_bar(std::vector<screen_command>& out, unsigned x, unsigned y) const;

    byte_order order_;
    screen_model drawn_;
    std::vector<screen_command> commands_;
};

/// Bytes of drawings on the wire, without the message around them.
std::size_t size_on_wire(const std::vector<screen_command>& drawings);

/// Takes drawings off the front, from index `from` on, for as long as they fit into one message; `from` moves on. A
/// drawing fits always: no row is longer than a screen.
screen next_message(const std::vector<screen_command>& drawings, std::size_t& from);

}  // namespace husky::protocol
