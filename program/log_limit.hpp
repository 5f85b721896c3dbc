#pragma once

#include <cstdint>

#include "protocol/time.hpp"

namespace husky::program {

/// Lets a limited number of log lines a second pass, so that a peer cannot fill the log. Time comes from outside.
class log_limit {
  public:
    explicit log_limit(int lines_a_second) : lines_(lines_a_second), left_(lines_a_second) {}

    /// Whether one more line may be written now.
    bool allows(protocol::instant now);
    /// Lines held back since the last call.
    std::uint64_t take_suppressed();

  private:
    int lines_;
    int left_;
    protocol::instant window_{};
    std::uint64_t suppressed_ = 0;
};

}  // namespace husky::program
