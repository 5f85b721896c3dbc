#include "link/asio/notice.hpp"

#include <utility>

namespace husky::link {

notice::notice(const asio::any_io_executor& executor) : timer_(executor, asio::steady_timer::time_point::max()) {}

void notice::give() {
    given_ = true;
    timer_.cancel();
}

asio::awaitable<void> notice::wait() {
    if (!given_) co_await timer_.async_wait(as_result);
    given_ = false;
}

asio::awaitable<bool> notice::wait_until(asio::steady_timer::time_point latest) {
    timer_.expires_at(latest);
    if (!given_) co_await timer_.async_wait(as_result);
    timer_.expires_at(asio::steady_timer::time_point::max());
    co_return std::exchange(given_, false);
}

}  // namespace husky::link
