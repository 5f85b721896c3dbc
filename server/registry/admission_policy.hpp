#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace husky::host {

/// Which serials may link at all.
struct admission_policy {
    std::set<std::string> known;        ///< serials of the configuration
    bool refuse_unknown = false;        ///< whether others get result 1
    std::size_t max_machines = 10'000;  ///< serials remembered at one time; a new one past this gets result 3

    [[nodiscard]] bool refuses(const std::string& serial) const { return refuse_unknown && !known.contains(serial); }
};

}  // namespace husky::host
