#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "program/live_line.hpp"
#include "scenario/engine.hpp"

namespace husky::suite {

/// What a check command prints: a line for each scenario and its findings on stdout; on a terminal a line of progress
/// on stderr, too. note() is for any thread, all else for one.
class console {
  public:
    /// The line must outlive the console.
    explicit console(program::live_line& progress);

    /// Whether progress is shown.
    [[nodiscard]] bool is_terminal() const { return progress_.on_terminal(); }
    void print(const scenario::verdict& v);
    void print_summary(const std::vector<scenario::verdict>& all, std::size_t left_out);

    /// How far a scenario is.
    void note(const std::string& name, scenario::engine::progress p);
    void draw(std::size_t played, std::size_t all);
    void clear_picture() { progress_.clear(); }

  private:
    program::live_line& progress_;
    bool colours_;
    std::mutex mutex_;
    std::string latest_;
};

}  // namespace husky::suite
