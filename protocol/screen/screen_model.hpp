#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/dialect/dialect.hpp"
#include "protocol/messages/display_messages.hpp"

namespace husky::protocol {

/// The largest screen; a larger one is refused, so that a machine cannot make the host take memory without end.
constexpr std::uint16_t max_screen_columns = 200;
constexpr std::uint16_t max_screen_rows = 100;

/// What `screen_command::op` says. All reconstructed.
namespace screen_op {
constexpr std::uint8_t clear = 0;
constexpr std::uint8_t text = 1;
constexpr std::uint8_t horizontal_line = 2;
constexpr std::uint8_t vertical_line = 3;
constexpr std::uint8_t box = 4;
constexpr std::uint8_t bar = 5;
constexpr std::uint8_t cursor = 6;
}  // namespace screen_op

/// A bar that is full.
constexpr unsigned bar_full = 1000;
/// Bars are drawn in eighths of a cell, by the block elements of Unicode.
constexpr unsigned eighths_in_cell = 8;
constexpr char16_t full_block = u'█';

/// Light grey on black.
constexpr std::uint8_t plain_attribute = 0x07;

/// One character cell: a printable character of Latin-1, U+FFFD for any other, a light line of U+2500 to U+253C, or a
/// block of U+2588 to U+258F.
struct screen_cell {
    char16_t symbol = u' ';
    std::uint8_t attribute = plain_attribute;
    std::uint8_t joins = 0;  ///< of a line: the neighbours that it reaches, screen_join

    friend bool operator==(const screen_cell&, const screen_cell&) = default;
};

/// Bits of screen_cell::joins. A line that ends in a cell reaches one neighbour only, so that lines that meet make
/// corners and tees.
namespace screen_join {
constexpr std::uint8_t up = 1;
constexpr std::uint8_t right = 2;
constexpr std::uint8_t down = 4;
constexpr std::uint8_t left = 8;
}  // namespace screen_join

struct screen_position {
    std::uint16_t x = 0;
    std::uint16_t y = 0;

    friend bool operator==(const screen_position&, const screen_position&) = default;
};

/// A screen of a display link, as its drawings leave it. Without any it has no cells; `clear` gives it a size.
class screen_model {
  public:
    screen_model() = default;
    /// Blank, of a size within 1 to the largest; other sizes are brought there.
    screen_model(std::uint16_t columns, std::uint16_t rows);

    /// Performs all drawings of a message. False, with nothing changed, if one of them has a cell outside the area, an
    /// unknown op, or data that is too short, too long or out of range for it. `order` is that of the numbers in data.
    bool apply(const screen& drawings, byte_order order = byte_order::little);
    /// The same for one drawing.
    bool apply(const screen_command& drawing, byte_order order = byte_order::little);

    [[nodiscard]] std::uint16_t columns() const { return columns_; }
    [[nodiscard]] std::uint16_t rows() const { return rows_; }
    /// x below columns(), y below rows().
    [[nodiscard]] const screen_cell& at(std::size_t x, std::size_t y) const { return cells_[y * columns_ + x]; }
    /// Shown from the first op 6 after a clear.
    [[nodiscard]] const std::optional<screen_position>& cursor() const { return cursor_; }

    /// UTF-8, one character a column.
    [[nodiscard]] std::string row_text(std::size_t y) const;
    /// All rows, each without the spaces at its right end and with a line feed.
    [[nodiscard]] std::string text() const;
    /// One a column.
    [[nodiscard]] std::vector<std::uint8_t> attributes(std::size_t y) const;

    friend bool operator==(const screen_model&, const screen_model&) = default;

  private:
    void draw(const screen_command& drawing, byte_order order);
    void clear(screen_position size, std::uint8_t attribute);
    void write(const screen_command& drawing);
    void horizontal_line(screen_position from, unsigned cells, std::uint8_t attribute);
    void vertical_line(screen_position from, unsigned cells, std::uint8_t attribute);
    void box(screen_position from, unsigned width, unsigned height, std::uint8_t attribute);
    void bar(screen_position from, unsigned width, unsigned per_mille, std::uint8_t attribute);
    void join(unsigned x, unsigned y, unsigned directions, std::uint8_t attribute);
    [[nodiscard]] screen_cell& cell(unsigned x, unsigned y) { return cells_[std::size_t{y} * columns_ + x]; }

    std::uint16_t columns_ = 0;
    std::uint16_t rows_ = 0;
    std::vector<screen_cell> cells_;
    std::optional<screen_position> cursor_;
};

}  // namespace husky::protocol
