#pragma once

#include "client/fleet/fleet_config.hpp"
#include "program/configuration.hpp"

namespace husky::cells {

/// The fleet of a command: file or built-in groups, then environment and flags, and one family for all if `family` is
/// not empty. Appends what is worth a word. Throws settings::error.
fleet_config load_fleet(const std::string& file, const std::vector<program::setting_flag>& flags,
                        const std::string& family, std::vector<settings::remark>& remarks);

}  // namespace husky::cells
