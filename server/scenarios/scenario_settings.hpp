#pragma once

#include <string>

namespace husky::host {

/// Of the scenarios that are played against this host.
struct scenario_settings {
    std::string folder;  ///< empty: none is played
    std::string player = "husky-fleet";
};

}  // namespace husky::host
