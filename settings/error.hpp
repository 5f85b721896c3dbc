#pragma once

#include <stdexcept>
#include <string>

namespace husky::settings {

/// A wrong setting. what() is one line that a person can act on:
/// "host.yaml:12: link.init_timeout_s: expected a number from 0.05 to 3600, got 'soon'".
class error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws `error` for a key at a place. `line` 0 means that the source has no lines (environment, command line).
[[noreturn]] void fail(const std::string& source, int line, const std::string& key, const std::string& problem);

}  // namespace husky::settings
