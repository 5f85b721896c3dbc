#include "protocol/screen/screen_model.hpp"

#include <algorithm>
#include <array>

#include "protocol/wire/wire.hpp"

namespace husky::protocol {

namespace {

namespace to = screen_join;

/// Light lines by the neighbours that they reach; one that reaches a single neighbour is drawn through.
constexpr std::array<char16_t, 16> line_symbols{u' ', u'│', u'─', u'└', u'│', u'│', u'┌', u'├',
                                                u'─', u'┘', u'─', u'┴', u'┐', u'┤', u'┬', u'┼'};

constexpr char16_t unprintable = u'\uFFFD';

/// U+2588 is the full block, U+2589 seven eighths, U+258F one.
char16_t block_of(unsigned eighths) {
    return eighths == 0 ? u' ' : static_cast<char16_t>(full_block + (eighths_in_cell - eighths));
}

char16_t symbol_of(std::byte latin_1) {
    const auto code = std::to_integer<unsigned>(latin_1);
    const bool control = code < 0x20U || (code >= 0x7FU && code < 0xA0U);
    return control ? unprintable : static_cast<char16_t>(code);
}

/// The numbers in the data of a line, a box or a bar.
std::pair<unsigned, unsigned> numbers_of(const screen_command& drawing, byte_order order) {
    const auto number = [&](std::size_t at) -> unsigned {
        if (drawing.data.size() < at + 2) return 0;
        const auto first = std::to_integer<unsigned>(drawing.data[at]);
        const auto second = std::to_integer<unsigned>(drawing.data[at + 1]);
        return order == byte_order::little ? first | (second << 8U) : (first << 8U) | second;
    };
    return {number(0), number(2)};
}

/// Whether a drawing of that width and height lies on a screen of that size.
bool fits(const screen_command& d, unsigned width, unsigned height, const screen_position& size) {
    return d.x < size.x && d.y < size.y && width <= unsigned{size.x} - d.x && height <= unsigned{size.y} - d.y;
}

bool is_line(const screen_command& d, unsigned length) { return d.data.size() == 2 && length > 0; }

/// Whether a drawing may be performed on a screen of that size; a clear changes the size for those that follow.
bool check(const screen_command& d, byte_order order, screen_position& size) {
    const auto [first, second] = numbers_of(d, order);
    switch (d.op) {
        case screen_op::clear:
            if (!d.data.empty() || d.x == 0 || d.y == 0 || d.x > max_screen_columns || d.y > max_screen_rows)
                return false;
            size = {d.x, d.y};
            return true;
        case screen_op::text:
            return fits(d, static_cast<unsigned>(d.data.size()), 1, size);
        case screen_op::horizontal_line:
            return is_line(d, first) && fits(d, first, 1, size);
        case screen_op::vertical_line:
            return is_line(d, first) && fits(d, 1, first, size);
        case screen_op::box:
            return d.data.size() == 4 && first > 0 && second > 0 && fits(d, first, second, size);
        case screen_op::bar:
            return d.data.size() == 4 && first > 0 && second <= bar_full && fits(d, first, 1, size);
        case screen_op::cursor:
            return d.data.empty() && fits(d, 1, 1, size);
        default:
            return false;
    }
}

void append_utf8(std::string& out, char16_t symbol) {
    const unsigned code = symbol;
    if (code < 0x80U) {
        out += static_cast<char>(code);
    } else if (code < 0x800U) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        out += static_cast<char>(0xE0U | (code >> 12U));
        out += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

}  // namespace

screen_model::screen_model(std::uint16_t columns, std::uint16_t rows) {
    clear({std::clamp<std::uint16_t>(columns, 1, max_screen_columns),
           std::clamp<std::uint16_t>(rows, 1, max_screen_rows)},
          plain_attribute);
}

bool screen_model::apply(const screen& drawings, byte_order order) {
    screen_position size{columns_, rows_};
    for (const auto& d : drawings.commands)
        if (!check(d, order, size)) return false;
    for (const auto& d : drawings.commands)
        draw(d, order);
    return true;
}

bool screen_model::apply(const screen_command& drawing, byte_order order) {
    screen_position size{columns_, rows_};
    if (!check(drawing, order, size)) return false;
    draw(drawing, order);
    return true;
}

void screen_model::draw(const screen_command& drawing, byte_order order) {
    const screen_position from{drawing.x, drawing.y};
    const auto [first, second] = numbers_of(drawing, order);
    switch (drawing.op) {
        case screen_op::clear:
            return clear(from, drawing.attribute);
        case screen_op::text:
            return write(drawing);
        case screen_op::horizontal_line:
            return horizontal_line(from, first, drawing.attribute);
        case screen_op::vertical_line:
            return vertical_line(from, first, drawing.attribute);
        case screen_op::box:
            return box(from, first, second, drawing.attribute);
        case screen_op::bar:
            return bar(from, first, second, drawing.attribute);
        default:
            cursor_ = from;
    }
}

void screen_model::clear(screen_position size, std::uint8_t attribute) {
    columns_ = size.x;
    rows_ = size.y;
    cells_.assign(std::size_t{columns_} * rows_, {u' ', attribute, 0});
    cursor_.reset();
}

void screen_model::write(const screen_command& drawing) {
    for (unsigned i = 0; i < drawing.data.size(); ++i)
        cell(drawing.x + i, drawing.y) = {symbol_of(drawing.data[i]), drawing.attribute, 0};
}

/// Text or a bar in the cell is removed, a line stays and is joined.
void screen_model::join(unsigned x, unsigned y, unsigned directions, std::uint8_t attribute) {
    screen_cell& c = cell(x, y);
    c.joins = static_cast<std::uint8_t>(c.joins | directions);
    c.symbol = line_symbols[c.joins];
    c.attribute = attribute;
}

void screen_model::horizontal_line(screen_position from, unsigned cells, std::uint8_t attribute) {
    if (cells == 1) return join(from.x, from.y, to::left | to::right, attribute);
    for (unsigned i = 0; i < cells; ++i)
        join(from.x + i, from.y, (i > 0 ? to::left : 0U) | (i + 1 < cells ? to::right : 0U), attribute);
}

void screen_model::vertical_line(screen_position from, unsigned cells, std::uint8_t attribute) {
    if (cells == 1) return join(from.x, from.y, to::up | to::down, attribute);
    for (unsigned i = 0; i < cells; ++i)
        join(from.x, from.y + i, (i > 0 ? to::up : 0U) | (i + 1 < cells ? to::down : 0U), attribute);
}

/// Of a width or height of 1 only a line is left.
void screen_model::box(screen_position from, unsigned width, unsigned height, std::uint8_t attribute) {
    if (height == 1) return horizontal_line(from, width, attribute);
    if (width == 1) return vertical_line(from, height, attribute);
    const auto right = static_cast<std::uint16_t>(from.x + width - 1);
    const auto bottom = static_cast<std::uint16_t>(from.y + height - 1);
    horizontal_line(from, width, attribute);
    horizontal_line({from.x, bottom}, width, attribute);
    vertical_line(from, height, attribute);
    vertical_line({right, from.y}, height, attribute);
}

/// From the left, to the nearest eighth of a cell; the rest of its width is blank.
void screen_model::bar(screen_position from, unsigned width, unsigned per_mille, std::uint8_t attribute) {
    unsigned eighths = (width * eighths_in_cell * per_mille + bar_full / 2) / bar_full;
    for (unsigned i = 0; i < width; ++i) {
        const unsigned here = std::min(eighths, eighths_in_cell);
        cell(from.x + i, from.y) = {block_of(here), attribute, 0};
        eighths -= here;
    }
}

std::string screen_model::row_text(std::size_t y) const {
    std::string row;
    for (std::size_t x = 0; x < columns_; ++x)
        append_utf8(row, at(x, y).symbol);
    return row;
}

std::string screen_model::text() const {
    std::string all;
    for (std::size_t y = 0; y < rows_; ++y) {
        all += row_text(y);
        all.erase(all.find_last_not_of(' ') + 1);
        all += '\n';
    }
    return all;
}

std::vector<std::uint8_t> screen_model::attributes(std::size_t y) const {
    std::vector<std::uint8_t> row;
    for (std::size_t x = 0; x < columns_; ++x)
        row.push_back(at(x, y).attribute);
    return row;
}

}  // namespace husky::protocol
