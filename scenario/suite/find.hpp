#pragma once

#include <string>
#include <vector>

#include "scenario/verdict.hpp"

namespace husky::suite {

/// Limit of files in a folder.
constexpr std::size_t max_scenarios = 100'000;

struct found_scenarios {
    std::string folder;                        ///< where they were looked for; that of the file where one was named
    bool is_folder = false;                    ///< it was named, not a file
    std::vector<std::string> files;            ///< sorted
    std::vector<scenario::left_out> left_out;  ///< sorted; *.yaml and *.yml of a folder that are not played
};

/// The scenario that a path names, or those of a folder and below it: files *.yaml and *.yml, in capitals too. Hidden
/// folders are not entered. What is reached twice through links is taken once, by its own name where that is below the
/// folder. A file that cannot be read may be a scenario, and is taken. Throws settings::error if there is
/// no such file or folder.
found_scenarios find_scenarios(const std::string& target);

/// Why a file is left out where its folder is played; empty: it is not.
std::string why_left_out(const std::string& file);

}  // namespace husky::suite
