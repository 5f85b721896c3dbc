#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "client/machine/screen_print.hpp"

namespace husky::cells {

/// The prints of one machine that wait to be sent, bounded in number. Belongs to the
/// machine's thread.
class waiting_prints {
  public:
    using taker = std::function<void(screen_print)>;

    /// Results that are not in the machine's log yet.
    struct news {
        bool requested = false;
        bool lost = false;
    };

    /// `hand_over` takes each print; ended() tells how it ended.
    waiting_prints(std::size_t max, taker hand_over) : max_(max), hand_over_(std::move(hand_over)) {}

    /// False if too many wait: the print is lost.
    bool take(const protocol::screen_model& shown, std::string_view page, std::chrono::sys_seconds at,
              print_cause cause);
    void ended(bool printed);

    [[nodiscard]] news take_news() { return std::exchange(news_, {}); }
    [[nodiscard]] std::uint64_t printed() const { return printed_; }
    /// Those that wait when the fleet has ended are lost, too.
    [[nodiscard]] std::uint64_t lost() const { return lost_ + waiting_; }

  private:
    std::size_t max_;
    taker hand_over_;
    std::size_t waiting_ = 0;
    std::uint64_t printed_ = 0, lost_ = 0;
    std::uint16_t number_ = 0;
    news news_;
};

}  // namespace husky::cells
