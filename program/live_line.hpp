#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace husky::program {

/// At most this many characters of a UTF-8 text, none of them cut.
std::string_view first_characters(std::string_view text, std::size_t max);

/// The last line of the terminal on stderr, which is drawn anew again and again: never wider than the terminal. Where
/// stderr is no terminal nothing is drawn. Any thread may call all of it.
class live_line {
  public:
    live_line();

    [[nodiscard]] bool on_terminal() const { return on_terminal_; }

    /// Replaces the line.
    void show(std::string text);
    void clear();
    /// Other lines for the terminal: `write` writes whole ones, and the line is drawn again below them.
    void above(const std::function<void()>& write);

  private:
    void draw() const;
    void erase() const;

    bool on_terminal_;
    std::mutex mutex_;
    std::string shown_;  ///< empty: none
};

}  // namespace husky::program
