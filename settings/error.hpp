#pragma once

#include <stdexcept>
#include <string>

namespace husky::settings {

/// Where a value stands: "cold-start.yaml:12: steps[2].send".
struct place {
    std::string source;  ///< file, environment name or flag; empty for what a request holds
    int line = 0;        ///< 0 where the source has none
    std::string key;     ///< the path from the top; empty for the whole
};

/// A wrong setting. what() is one line that a person can act on:
/// "host.yaml:12: link.init_timeout_s: expected a number from 0.05 to 3600, got 'soon'".
class error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws `error` for what stands at that place.
[[noreturn]] void fail(const place& at, const std::string& problem);
[[noreturn]] void fail(const std::string& source, int line, const std::string& key, const std::string& problem);

}  // namespace husky::settings
