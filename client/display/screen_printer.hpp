#pragma once

#include <string_view>

#include "protocol/screen/screen_model.hpp"

namespace husky::cells {

/// Takes what an operator screen shows when its print key is pressed. Never blocks.
class screen_printer {
  public:
    virtual ~screen_printer() = default;

    /// `page` is the page's title in English and lives as long as the program. False if the print cannot be taken now.
    virtual bool print(const protocol::screen_model& shown, std::string_view page) = 0;

  protected:
    screen_printer() = default;
    screen_printer(const screen_printer&) = default;
    screen_printer& operator=(const screen_printer&) = default;
};

}  // namespace husky::cells
