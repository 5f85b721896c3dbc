#pragma once

#include <utility>

#include "link/asio.hpp"

namespace husky::link {

/// One coroutine waits, others of the same thread wake it. A notice that comes while nobody waits is not lost.
class notice {
  public:
    explicit notice(const asio::any_io_executor& executor) : timer_(executor, asio::steady_timer::time_point::max()) {}

    void give() {
        given_ = true;
        timer_.cancel();
    }

    /// Completes at the next notice, or at once if one was given since the last wait. Not for two waiters. Ends early,
    /// without a notice, when its coroutine is cancelled.
    asio::awaitable<void> wait() {
        if (!given_) co_await timer_.async_wait(as_result);
        given_ = false;
    }

    /// As wait(), but no longer than until then. False if there was no notice.
    asio::awaitable<bool> wait_until(asio::steady_timer::time_point latest) {
        timer_.expires_at(latest);
        if (!given_) co_await timer_.async_wait(as_result);
        timer_.expires_at(asio::steady_timer::time_point::max());
        co_return std::exchange(given_, false);
    }

  private:
    asio::steady_timer timer_;
    bool given_ = false;
};

}  // namespace husky::link
