#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "client/display/page_tools.hpp"
#include "client/display/parameter_list.hpp"
#include "protocol/screen/operator_display.hpp"

namespace husky::cells {

/// The operator screen of a cell, 80 x 25: pages on F1 to F8, languages on F9, print on F10. Draws what the cell's
/// public interface tells, and changes its set-up. At rest it holds the event log alone. Pure: no I/O, clock or thread.
class operator_screen final : public protocol::operator_display {
  public:
    /// `of` must outlive the screen.
    explicit operator_screen(cell& of) : cell_(&of), parameters_(of) {}

    /// What the alarm page shows; fed by the listener of the cell's events.
    [[nodiscard]] event_log& log() { return log_; }
    /// Takes what is shown when the print key is pressed. `page` is the page's title in English and lives as long as
    /// the program. False if the print cannot be taken now. Never blocks.
    using printer = std::function<bool(const protocol::screen_model& shown, std::string_view page)>;
    /// Without one the screen has no print key.
    void give_printer(printer to) { printer_ = std::move(to); }
    /// An operator is at the machine from now on: the screen is open, and keeps its page whoever else watches or
    /// leaves.
    void attend();
    /// The overview of one side, for printing: in the machine's own language, whatever page is shown.
    void draw_overview_of(protocol::tandem_side side, protocol::screen_pen& pen);
    /// In English; lives as long as the program.
    [[nodiscard]] static std::string_view overview_title();

    // protocol::operator_display
    [[nodiscard]] protocol::screen_position size() const override { return {screen_columns, screen_rows}; }
    void opened() override;
    void closed() override;
    void pressed(std::uint16_t key) override;
    void draw(protocol::screen_pen& pen, protocol::menu& keys) override;

  private:
    /// What the operator has chosen, while the screen is watched.
    struct state {
        std::size_t page = 0;
        std::size_t language = 0;
        protocol::tandem_side side = 0;
        std::size_t selected = 0;
        std::string typed;
        const multilingual* notice = nullptr;  ///< null: none
    };

    void turn_to(std::size_t page);
    void print();
    void move(std::uint16_t key);
    void type(char c);
    void accept();
    void change_side();
    void next_language();
    [[nodiscard]] bool edits() const;
    [[nodiscard]] setup::subject set_up() const;
    [[nodiscard]] std::size_t lines();
    [[nodiscard]] std::size_t lines_a_page() const;
    void draw_head(protocol::screen_pen& pen, const page_view& v) const;
    void draw_foot(protocol::screen_pen& pen, const page_view& v, const protocol::menu& keys) const;
    void offer_keys(protocol::menu& keys) const;

    const cell* cell_;
    event_log log_;
    parameter_list parameters_;
    printer printer_;
    std::unique_ptr<state> state_;
    bool attended_ = false;
};

}  // namespace husky::cells
