#include "protocol/screen/screen_pen.hpp"

#include <algorithm>
#include <array>

#include "protocol/wire/codec.hpp"

namespace husky::protocol {

namespace {

/// op, x, y, attribute and length.
constexpr std::size_t command_head = 8;

/// The largest message less its head and the number of drawings.
constexpr std::size_t max_message_bytes = 65535 - header_size - 2;

/// Unchanged cells between changed ones are sent again if that is shorter than a drawing of their own.
constexpr unsigned max_bridge = command_head;

/// Longer bars are drawn in pieces: per mille of a longer one do not tell each eighth of a cell.
constexpr unsigned max_bar = 100;

constexpr char16_t least_block = u'▏';

bool is_block(char16_t symbol) { return symbol >= full_block && symbol <= least_block; }

/// Whether text can put the symbol into a cell. What no text has goes as a control character, which is shown as it.
bool is_text(const screen_cell& c) { return c.joins == 0 && !is_block(c.symbol); }

std::byte as_latin_1(char16_t symbol) { return symbol < 0x100U ? static_cast<std::byte>(symbol) : std::byte{0x7F}; }

/// Characters of a UTF-8 text; broken ones count as they are written.
std::vector<std::byte> latin_1(std::string_view content, std::size_t max) {
    std::vector<std::byte> field(std::min(content.size(), max));
    // No character is shorter in UTF-8; NUL marks where the text ends.
    encode_text(content, field, '\0');
    while (!field.empty() && field.back() == std::byte{0})
        field.pop_back();
    return field;
}

}  // namespace

void screen_pen::begin(std::uint16_t columns, std::uint16_t rows, std::uint8_t attribute) {
    commands_.clear();
    keep(screen_op::clear, std::clamp<unsigned>(columns, 1, max_screen_columns),
         std::clamp<unsigned>(rows, 1, max_screen_rows), attribute, {});
}

void screen_pen::text(unsigned x, unsigned y, std::uint8_t attribute, std::string_view content) {
    if (inside(x, y) && !content.empty())
        keep(screen_op::text, x, y, attribute, latin_1(content, drawn_.columns() - x));
}

void screen_pen::field(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, std::string_view content) {
    if (!inside(x, y)) return;
    width = std::min(width, drawn_.columns() - x);
    auto data = latin_1(content, width);
    data.resize(width, std::byte{' '});
    keep(screen_op::text, x, y, attribute, std::move(data));
}

void screen_pen::horizontal_line(unsigned x, unsigned y, std::uint8_t attribute, unsigned cells) {
    if (inside(x, y) && cells > 0)
        keep(screen_op::horizontal_line, x, y, attribute, numbers({std::min(cells, drawn_.columns() - x)}));
}

void screen_pen::vertical_line(unsigned x, unsigned y, std::uint8_t attribute, unsigned cells) {
    if (inside(x, y) && cells > 0)
        keep(screen_op::vertical_line, x, y, attribute, numbers({std::min(cells, drawn_.rows() - y)}));
}

void screen_pen::box(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, unsigned height) {
    if (inside(x, y) && width > 0 && height > 0)
        keep(screen_op::box, x, y, attribute,
             numbers({std::min(width, drawn_.columns() - x), std::min(height, drawn_.rows() - y)}));
}

void screen_pen::bar(unsigned x, unsigned y, std::uint8_t attribute, unsigned width, unsigned per_mille) {
    if (inside(x, y) && width > 0)
        keep(screen_op::bar, x, y, attribute,
             numbers({std::min(width, drawn_.columns() - x), std::min(per_mille, bar_full)}));
}

void screen_pen::cursor(unsigned x, unsigned y) {
    if (inside(x, y)) keep(screen_op::cursor, x, y, plain_attribute, {});
}

std::vector<std::byte> screen_pen::numbers(std::initializer_list<unsigned> all) const {
    std::vector<std::byte> data;
    for (const unsigned n : all) {
        const auto low = static_cast<std::byte>(n & 0xFFU), high = static_cast<std::byte>(n >> 8U);
        data.push_back(order_ == byte_order::little ? low : high);
        data.push_back(order_ == byte_order::little ? high : low);
    }
    return data;
}

void screen_pen::keep(std::uint8_t op, unsigned x, unsigned y, std::uint8_t attribute, std::vector<std::byte> data) {
    screen_command drawing{op, static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), attribute,
                           std::move(data)};
    drawn_.apply(drawing, order_);
    commands_.push_back(std::move(drawing));
}

std::vector<screen_command> screen_pen::since(const screen_model& shown) const {
    // A cursor that is shown goes with a clear only.
    const bool hides_cursor = shown.cursor() && !drawn_.cursor();
    if (shown.columns() != drawn_.columns() || shown.rows() != drawn_.rows() || hides_cursor) return commands_;
    std::vector<screen_command> changes;
    for (unsigned y = 0; y < drawn_.rows(); ++y) {
        for (unsigned x = 0; x < drawn_.columns(); ++x)
            if (drawn_.at(x, y) != shown.at(x, y) && drawn_.at(x, y).joins != 0) return commands_;
        add_row_changes(changes, shown, y);
    }
    if (const auto& c = drawn_.cursor(); c && c != shown.cursor())
        changes.push_back({screen_op::cursor, c->x, c->y, plain_attribute, {}});
    if (size_on_wire(changes) > size_on_wire(commands_)) return commands_;
    return changes;
}

void screen_pen::add_row_changes(std::vector<screen_command>& out, const screen_model& shown, unsigned y) const {
    for (unsigned x = 0; x < drawn_.columns();) {
        if (drawn_.at(x, y) == shown.at(x, y))
            ++x;
        else
            x = is_block(drawn_.at(x, y).symbol) ? add_bar(out, x, y) : add_text(out, shown, x, y);
    }
}

/// From a cell that differs to the last that does, as long as text of one attribute reaches. Returns where it ends.
unsigned screen_pen::add_text(std::vector<screen_command>& out, const screen_model& shown, unsigned x,
                              unsigned y) const {
    const auto attribute = drawn_.at(x, y).attribute;
    unsigned end = x + 1;
    for (unsigned i = end; i < drawn_.columns() && i - end <= max_bridge; ++i) {
        const screen_cell& c = drawn_.at(i, y);
        if (!is_text(c) || c.attribute != attribute) break;
        if (c != shown.at(i, y)) end = i + 1;
    }
    screen_command text{screen_op::text, static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), attribute, {}};
    for (unsigned i = x; i < end; ++i)
        text.data.push_back(as_latin_1(drawn_.at(i, y).symbol));
    out.push_back(std::move(text));
    return end;
}

/// Full blocks and the partial one behind them. Returns where it ends.
unsigned screen_pen::add_bar(std::vector<screen_command>& out, unsigned x, unsigned y) const {
    const auto attribute = drawn_.at(x, y).attribute;
    unsigned end = x, eighths = 0;
    while (end < drawn_.columns() && end - x < max_bar && is_block(drawn_.at(end, y).symbol) &&
           drawn_.at(end, y).attribute == attribute) {
        const unsigned here = eighths_in_cell - (drawn_.at(end, y).symbol - full_block);
        eighths += here;
        ++end;
        if (here < eighths_in_cell) break;
    }
    const unsigned width = end - x;
    const unsigned whole = width * eighths_in_cell;
    const unsigned per_mille = (eighths * bar_full + whole / 2) / whole;
    out.push_back({screen_op::bar, static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), attribute,
                   numbers({width, per_mille})});
    return end;
}

std::size_t size_on_wire(const std::vector<screen_command>& drawings) {
    std::size_t size = 0;
    for (const auto& d : drawings)
        size += command_head + d.data.size();
    return size;
}

screen next_message(const std::vector<screen_command>& drawings, std::size_t& from) {
    screen message;
    for (std::size_t size = 0; from < drawings.size(); ++from) {
        size += command_head + drawings[from].data.size();
        if (size > max_message_bytes) break;
        message.commands.push_back(drawings[from]);
    }
    return message;
}

}  // namespace husky::protocol
