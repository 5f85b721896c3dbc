#pragma once

#include <vector>

#include "client/display/parameter_list.hpp"
#include "client/model/cell.hpp"

namespace husky::cells {

/// The set points of the variables that a cell of this family controls. A change is kept by the screen and does not
/// reach the process.
class set_points final : public parameter_list {
  public:
    /// `of` must outlive the list.
    explicit set_points(const cell& of) : cell_(&of) {}

    [[nodiscard]] std::size_t size(parameter_page on) const override;
    [[nodiscard]] parameter at(parameter_page on, std::size_t i, std::size_t language) const override;
    bool set(parameter_page on, std::size_t i, double to) override;

  private:
    struct change {
        quantity what;
        double to;
    };

    [[nodiscard]] quantity quantity_at(parameter_page on, std::size_t i) const;

    const cell* cell_;
    std::vector<change> changes_;
};

}  // namespace husky::cells
