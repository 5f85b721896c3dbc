#pragma once

#include <string>
#include <vector>

namespace husky::suite {

/// The most files that a folder may give.
constexpr std::size_t most_scenarios = 100'000;

struct found_scenarios {
    bool is_folder = false;
    std::vector<std::string> files;     ///< sorted
    std::vector<std::string> left_out;  ///< of a folder: *.yaml that do not say `scenario:` or `extends:`
};

/// The scenario that a path names, or all *.yaml of a folder and below it. Throws settings::error where there is
/// nothing.
found_scenarios find_scenarios(const std::string& target);

}  // namespace husky::suite
