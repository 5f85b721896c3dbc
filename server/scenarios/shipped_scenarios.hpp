#pragma once

#include <string>
#include <vector>

namespace husky::host {

/// A scenario that judges a host.
struct shipped_scenario {
    std::string name, about;
    std::string file;
};

/// Those of a folder, by their names; what is wrong or judges a machine is left out. No folder: none. Reads all files.
/// Throws settings::error if there is no such folder.
std::vector<shipped_scenario> shipped_scenarios(const std::string& folder);

}  // namespace husky::host
