#pragma once

#include <string>
#include <vector>

#include "protocol/screen/screen_model.hpp"

namespace husky::host {

/// Keys of a menu that are kept; a machine may offer more.
constexpr std::size_t max_menu_keys = 256;

/// What a machine's display shows at one moment.
struct display_picture {
    protocol::screen_model screen;
    std::vector<protocol::menu_key> menu;  ///< the keys that the page offers
};

/// {"columns","rows","text":[row,...],"attributes":[[one a column],...],"cursor":{"x","y"}|null,
/// "menu":[{"key","label"},...]}
std::string to_json(const display_picture& shown);

}  // namespace husky::host
