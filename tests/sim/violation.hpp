#pragma once

#include <stdexcept>
#include <string>

namespace husky::sim {

/// Something happened that must never happen.
class violation : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

inline void check(bool holds, const std::string& otherwise) {
    if (!holds) throw violation(otherwise);
}

inline void check(bool holds, const char* otherwise) {
    if (!holds) throw violation(otherwise);
}

}  // namespace husky::sim
