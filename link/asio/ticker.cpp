#include "link/asio/ticker.hpp"

namespace husky::link {

void ticker::start() {
    if (stopped_) return;
    timer_.expires_after(every_);
    timer_.async_wait([this](const error_code& failed) {
        if (failed || stopped_) return;
        action_();
        start();
    });
}

void ticker::stop() {
    stopped_ = true;
    timer_.cancel();
}

}  // namespace husky::link
