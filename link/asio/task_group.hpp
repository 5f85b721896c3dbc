#pragma once

#include <boost/asio/co_spawn.hpp>
#include <cstddef>
#include <exception>

#include "link/asio/notice.hpp"

namespace husky::link {

/// The coroutines of one thread that must be over before their surroundings go away.
class task_group {
  public:
    explicit task_group(const asio::any_io_executor& executor) : executor_(executor), emptied_(executor) {}

    /// Starts a coroutine. An exception is logged and ends that coroutine only.
    void spawn(asio::awaitable<void> task);

    /// Completes when every coroutine has ended. One waiter.
    asio::awaitable<void> drained();

    [[nodiscard]] std::size_t size() const { return running_; }

  private:
    void ended(const std::exception_ptr& failure);

    asio::any_io_executor executor_;
    notice emptied_;
    std::size_t running_ = 0;
};

}  // namespace husky::link
