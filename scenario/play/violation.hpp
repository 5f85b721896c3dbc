#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace husky::play {

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

/// The words are made only when they are needed.
template <class... Args>
void check(bool holds, fmt::format_string<Args...> otherwise, Args&&... args) {
    if (!holds) throw violation(fmt::format(otherwise, std::forward<Args>(args)...));
}

}  // namespace husky::play
