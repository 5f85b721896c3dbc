#pragma once

#include <optional>
#include <string>

#include "client/display/event_log.hpp"
#include "client/display/parameter_list.hpp"
#include "client/display/words.hpp"
#include "client/model/cell/cell.hpp"
#include "protocol/screen/screen_pen.hpp"

/// What the pages of the operator screen share.
namespace husky::cells {

constexpr unsigned screen_columns = 80;
constexpr unsigned screen_rows = 25;
/// Rows that belong to a page; above them is the head, below them messages and keys.
constexpr unsigned first_page_row = 2;
constexpr unsigned end_of_page = 22;

/// Attributes: the look of the screen.
namespace look {
constexpr std::uint8_t plain = 0x07;
constexpr std::uint8_t value = 0x0F;
constexpr std::uint8_t frame = 0x03;
constexpr std::uint8_t title = 0x0B;
constexpr std::uint8_t head = 0x1F;
constexpr std::uint8_t state = 0x70;
constexpr std::uint8_t heading = 0x17;
constexpr std::uint8_t good = 0x0A;
constexpr std::uint8_t warning = 0x0E;
constexpr std::uint8_t alarm = 0x4F;
constexpr std::uint8_t hot = 0x0C;
constexpr std::uint8_t cool = 0x09;
constexpr std::uint8_t selected = 0x70;
constexpr std::uint8_t edited = 0x3F;
constexpr std::uint8_t key = 0x30;
}  // namespace look

/// What a page shows: the cell as it is now, and what the operator has chosen.
struct page_view {
    const cell& machine;
    const event_log& log;
    parameter_list& parameters;
    std::size_t language = 0;
    protocol::tandem_side side = 0;
    std::size_t selected = 0;  ///< line of a list, from 0
    std::string_view typed;    ///< into the selected field; empty while it is not edited

    [[nodiscard]] std::string_view say(const multilingual& text) const { return text[language]; }
};

/// Decimals that show a resolution: 0.01 has two. Two where there is no resolution.
unsigned decimals_of(double resolution);

/// A measured variable as it is now; empty if the machine has none.
std::optional<double> read_number(const page_view& v, protocol::variable_id id);
std::string number_text(double y, unsigned decimals);
/// "2026-01-01 06:00:00"
std::string clock_text(std::chrono::sys_seconds at);

/// A box with its title in its upper edge.
void draw_box(protocol::screen_pen& pen, unsigned x, unsigned y, unsigned width, unsigned height,
              std::string_view title);
/// Right-aligned in a field of `width` columns; cut there.
void draw_right(protocol::screen_pen& pen, unsigned x, unsigned y, std::uint8_t attribute, unsigned width,
                std::string_view text);

/// Lists that are longer than a page are shown page by page: that with the selected line.
struct list_window {
    std::size_t first = 0, end = 0, page = 1, pages = 1;
};
list_window window_of(std::size_t selected, std::size_t size, std::size_t lines);
void draw_page_number(protocol::screen_pen& pen, const page_view& v, const list_window& w);

/// The part of a full bar that is `y`, where `full` fills it.
unsigned per_mille_of(double y, double full);

// The pages. Each draws its rows only.
void draw_overview(protocol::screen_pen& pen, const page_view& v);
void draw_process(protocol::screen_pen& pen, const page_view& v);
void draw_temperatures(protocol::screen_pen& pen, const page_view& v);
void draw_alarms(protocol::screen_pen& pen, const page_view& v);
void draw_set_up(protocol::screen_pen& pen, const page_view& v, setup::subject on);

/// Lines that a page lists; 0 for one that lists nothing.
std::size_t process_lines(const cell& machine);
constexpr std::size_t process_lines_a_page = 18;
constexpr std::size_t set_up_lines_a_page = 17;

}  // namespace husky::cells
