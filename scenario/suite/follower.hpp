#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "scenario/engine.hpp"

namespace husky::suite {

/// Tells somebody who follows a check how its scenarios stand: a line of JSON into a file or pipe whenever that
/// changes. For any thread.
class follower {
  public:
    /// No name: nobody follows. Throws settings::error if it cannot be written.
    explicit follower(const std::string& file);
    ~follower();
    follower(const follower&) = delete;
    follower& operator=(const follower&) = delete;

    void goes_on(const scenario::plan& p, const scenario::engine& now);
    void ended(const scenario::plan& p, const scenario::verdict& result);

  private:
    void write(std::string_view line);

    int file_ = -1;  ///< none: nobody follows, or no more
    std::mutex mutex_;
    std::map<const scenario::plan*, std::vector<scenario::engine::standing>> told_;
};

}  // namespace husky::suite
