#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/model/cell/cell.hpp"

namespace husky::cells {

/// A line of a set-up page.
struct shown_parameter {
    std::string name;        ///< UTF-8
    std::string_view units;  ///< UTF-8; of the cell's family
    std::string value, low, high;
};

/// What the set-up pages list and change: the numbers of the cell's set-up 1 by which it runs, of one side of a tandem
/// machine with those that both sides share. Empty while the screen is not watched.
class parameter_list {
  public:
    /// `of` must outlive the list.
    explicit parameter_list(cell& of) : cell_(&of) {}

    [[nodiscard]] std::size_t size(setup::subject on, protocol::tandem_side side);
    /// Lines `first` to `end`, which is no further than size(). Makes the cell's set-up: ask for what is drawn only.
    [[nodiscard]] std::vector<shown_parameter> lines(setup::subject on, protocol::tandem_side side, std::size_t first,
                                                     std::size_t end, std::size_t language);
    /// Nothing if the cell runs by it from now on; else why it does not, with nothing changed.
    std::optional<setup::fault> set(setup::subject on, protocol::tandem_side side, std::size_t line,
                                    std::string_view digits);
    void forget() {
        listed_.clear();
        listed_.shrink_to_fit();
    }

  private:
    [[nodiscard]] const std::vector<std::uint16_t>& list(setup::subject on, protocol::tandem_side side);

    cell* cell_;
    // Which parameters that page lists: the same as long as the cell lives.
    setup::subject on_ = setup::subject::injection;
    protocol::tandem_side side_ = 0;
    std::vector<std::uint16_t> listed_;
};

}  // namespace husky::cells
