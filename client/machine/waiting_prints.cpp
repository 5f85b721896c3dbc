#include "client/machine/waiting_prints.hpp"

namespace husky::cells {

bool waiting_prints::take(const protocol::screen_model& shown, std::string_view page, std::chrono::sys_seconds at,
                          print_cause cause) {
    if (waiting_ >= max_) {
        ++lost_;
        news_.lost = true;
        return false;
    }
    constexpr std::uint16_t numbers = 1000;
    number_ = static_cast<std::uint16_t>((number_ + 1) % numbers);
    ++waiting_;
    news_.requested = true;
    hand_over_({shown, page, at, cause, number_});
    return true;
}

void waiting_prints::ended(bool printed) {
    --waiting_;
    ++(printed ? printed_ : lost_);
    news_.lost = news_.lost || !printed;
}

}  // namespace husky::cells
