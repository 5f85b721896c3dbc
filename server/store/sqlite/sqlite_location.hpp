#pragma once

#include <string>

namespace husky::host {

/// Where a store is: a file, or memory that connections of this process share by name.
struct sqlite_location {
    std::string name;  ///< path, or URI for memory
    bool memory = false;
};

}  // namespace husky::host
