#include "link/asio/task_group.hpp"

#include "log/log.hpp"

namespace husky::link {

void task_group::spawn(asio::awaitable<void> task) {
    ++running_;
    asio::co_spawn(executor_, std::move(task), [this](const std::exception_ptr& failure) { ended(failure); });
}

void task_group::ended(const std::exception_ptr& failure) {
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& problem) {
        log::error("a task failed: {}", problem.what());
    }
    if (--running_ == 0) emptied_.give();
}

asio::awaitable<void> task_group::drained() {
    while (running_ > 0)
        co_await emptied_.wait();
}

}  // namespace husky::link
