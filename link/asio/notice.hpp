#pragma once

#include "link/asio/asio.hpp"

namespace husky::link {

/// One coroutine waits, others of the same thread wake it. A notice that comes while nobody waits is not lost.
class notice {
  public:
    explicit notice(const asio::any_io_executor& executor);

    void give();

    /// Completes at the next notice, or at once if one was given since the last wait. Not for two waiters. Ends early,
    /// without a notice, when its coroutine is cancelled.
    asio::awaitable<void> wait();

    /// As wait(), but not longer than until then. False if there was no notice.
    asio::awaitable<bool> wait_until(asio::steady_timer::time_point latest);

  private:
    asio::steady_timer timer_;
    bool given_ = false;
};

}  // namespace husky::link
