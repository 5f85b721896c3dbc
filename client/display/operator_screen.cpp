#include "client/display/operator_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace husky::cells {

namespace {

namespace code = protocol::key_code;

struct page_kind {
    multilingual title, label;
};

constexpr std::array<page_kind, 8> pages{{
    {word::overview, word::overview},
    {word::process, word::process},
    {word::temperatures, word::temperatures},
    {word::alarms, word::alarms},
    {word::set_up_injection, word::injection},
    {word::set_up_heats, word::heats},
    {word::set_up_mould, word::mould},
    {word::set_up_auxiliaries, word::auxiliaries},
}};
constexpr std::size_t process_page = 1, temperature_page = 2, alarm_page = 3, first_set_up_page = 4;
constexpr std::uint16_t language_key = code::f1 + pages.size();
constexpr std::uint16_t print_key = language_key + 1;

constexpr std::size_t max_number = 10;

/// Of the names of jobs: English, which needs ASCII only.
constexpr std::size_t paper_language = 0;

constexpr unsigned message_row = end_of_page, key_rows = message_row + 1, keys_a_row = 5, key_width = 16;

bool is_of_a_number(std::uint16_t key) { return (key >= '0' && key <= '9') || key == '.' || key == ',' || key == '-'; }

}  // namespace

void operator_screen::opened() {
    if (!attended_ || !state_) state_ = std::make_unique<state>();
}

void operator_screen::closed() {
    if (attended_) return;
    state_.reset();
    parameters_.forget();
}

void operator_screen::attend() {
    attended_ = true;
    opened();
}

bool operator_screen::edits() const { return state_->page >= first_set_up_page; }

setup::subject operator_screen::set_up() const { return static_cast<setup::subject>(state_->page - first_set_up_page); }

std::size_t operator_screen::lines() {
    if (edits()) return parameters_.size(set_up(), state_->side);
    return state_->page == process_page ? process_lines(*cell_) : 0;
}

std::size_t operator_screen::lines_a_page() const { return edits() ? set_up_lines_a_page : process_lines_a_page; }

void operator_screen::pressed(std::uint16_t key) {
    if (!state_) return;
    if (key == print_key && printer_) return print();
    state_->notice = nullptr;
    if (key >= code::f1 && key < language_key) return turn_to(key - code::f1);
    if (key == language_key) return next_language();
    if (is_of_a_number(key)) return type(key == ',' ? '.' : static_cast<char>(key));
    if (key == code::enter) return accept();
    if (key == code::left && !state_->typed.empty()) return state_->typed.pop_back();
    state_->typed.clear();
    if (key == code::left || key == code::right) return change_side();
    move(key);
}

void operator_screen::turn_to(std::size_t page) {
    state_->page = page;
    state_->selected = 0;
    state_->typed.clear();
}

/// The screen as it is, with what is being typed and the answer to the key before.
void operator_screen::print() {
    protocol::screen_pen pen;
    protocol::menu ignored;
    draw(pen, ignored);
    const bool taken = printer_(pen.drawn(), pages[state_->page].title[paper_language]);
    state_->notice = taken ? &word::printing : &word::no_more_prints;
}

std::string_view operator_screen::overview_title() { return pages[0].title[paper_language]; }

void operator_screen::draw_overview_of(protocol::tandem_side side, protocol::screen_pen& pen) {
    auto looked_at = std::exchange(state_, std::make_unique<state>());
    state_->side = side;
    protocol::menu ignored;
    draw(pen, ignored);
    state_ = std::move(looked_at);
}

void operator_screen::next_language() {
    state_->language = (state_->language + 1) % cell_->directory().languages.size();
}

void operator_screen::change_side() {
    if (cell_->sides() > 1) state_->side = state_->side == 0 ? 1 : 0;
}

/// The process page has nothing to select: there the keys turn its pages.
void operator_screen::move(std::uint16_t key) {
    const std::size_t size = lines();
    if (size == 0) return;
    const std::size_t last = size - 1;
    const std::size_t page = lines_a_page();
    std::size_t& at = state_->selected;
    if (key == code::home) at = 0;
    if (key == code::page_up || (key == code::up && !edits())) at = at >= page ? at - page : 0;
    if (key == code::page_down || (key == code::down && !edits())) at = at + page <= last ? at + page : last;
    if (key == code::up && edits() && at > 0) --at;
    if (key == code::down && edits() && at < last) ++at;
}

void operator_screen::type(char c) {
    if (edits() && lines() > 0 && state_->typed.size() < max_number) state_->typed += c;
}

void operator_screen::accept() {
    if (state_->typed.empty()) return;
    const auto refused = parameters_.set(set_up(), state_->side, state_->selected, state_->typed);
    state_->typed.clear();
    state_->notice = !refused                                  ? &word::accepted
                     : *refused == setup::fault::out_of_limits ? &word::out_of_limits
                                                               : &word::not_a_number;
}

void operator_screen::draw(protocol::screen_pen& pen, protocol::menu& keys) {
    if (!state_) opened();
    const page_view v{.machine = *cell_,
                      .log = log_,
                      .parameters = parameters_,
                      .language = state_->language,
                      .side = state_->side,
                      .selected = state_->selected,
                      .typed = state_->typed};
    pen.begin(screen_columns, screen_rows, look::plain);
    draw_head(pen, v);
    switch (state_->page) {
        case 0:
            draw_overview(pen, v);
            break;
        case process_page:
            draw_process(pen, v);
            break;
        case temperature_page:
            draw_temperatures(pen, v);
            break;
        case alarm_page:
            draw_alarms(pen, v);
            break;
        default:
            draw_set_up(pen, v, set_up());
    }
    offer_keys(keys);
    draw_foot(pen, v, keys);
}

void operator_screen::draw_head(protocol::screen_pen& pen, const page_view& v) const {
    pen.field(0, 0, look::head, screen_columns, fmt::format(" {}", cell_->serial()));
    pen.text(20, 0, look::head, v.say(pages[state_->page].title));
    pen.text(60, 0, look::head, clock_text(cell_->machine_time()));
    const auto status = cell_->status(state_->side);
    const bool interrupted = status.mode == protocol::machine_mode::interrupted;
    const auto attribute = interrupted ? look::alarm : look::state;
    pen.field(0, 1, attribute, screen_columns, fmt::format(" {}", word_of(status.mode)[v.language]));
    pen.text(20, 1, attribute, say(status.production, v.language));
    pen.text(40, 1, attribute, status.job);
    if (cell_->sides() > 1) pen.text(68, 1, attribute, fmt::format("{} {}", v.say(word::side), state_->side));
}

void operator_screen::offer_keys(protocol::menu& keys) const {
    keys.keys.clear();
    for (std::size_t i = 0; i < pages.size(); ++i)
        keys.keys.push_back({static_cast<std::uint16_t>(code::f1 + i), std::string(pages[i].label[state_->language])});
    const auto& known = cell_->directory().languages;
    if (known.size() > 1)
        keys.keys.push_back({language_key, known[(state_->language + 1) % known.size()].language_name});
    if (printer_) keys.keys.push_back({print_key, std::string(word::print[state_->language])});
}

void operator_screen::draw_foot(protocol::screen_pen& pen, const page_view& v, const protocol::menu& keys) const {
    if (state_->notice != nullptr)
        pen.field(0, message_row, look::warning, screen_columns, fmt::format(" {}", v.say(*state_->notice)));
    else if (edits())
        pen.field(0, message_row, look::plain, screen_columns, fmt::format(" {}", v.say(word::how_to_edit)));
    for (const auto& key : keys.keys) {
        const unsigned i = key.key_code - code::f1;
        const unsigned x = i % keys_a_row * key_width, y = key_rows + i / keys_a_row;
        const auto number = fmt::format("F{}", i + 1);
        const auto used = static_cast<unsigned>(number.size()) + 1;
        pen.text(x, y, look::plain, number);
        pen.field(x + used, y, look::key, key_width - 1 - used, key.label);
    }
}

}  // namespace husky::cells
