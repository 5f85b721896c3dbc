#include "link/asio/notice.hpp"

#include <boost/asio/io_context.hpp>

#include "link/asio/task_group.hpp"
#include "tests/catch.hpp"

using namespace husky::link;

TEST_CASE("a notice given while nobody waits is not lost", "[notice]") {
    asio::io_context context;
    notice n(context.get_executor());
    int woken = 0;
    const auto waiter = [&]() -> asio::awaitable<void> {
        co_await n.wait();
        ++woken;
    };
    n.give();
    task_group tasks(context.get_executor());
    tasks.spawn(waiter());
    context.run();
    CHECK(woken == 1);
}

TEST_CASE("a task group is drained when its last task has ended, thrown or not", "[tasks]") {
    asio::io_context context;
    task_group tasks(context.get_executor());
    notice go(context.get_executor());
    bool drained = false;
    const auto fails = [&]() -> asio::awaitable<void> {
        co_await go.wait();
        throw std::runtime_error("planned failure of a test");
    };
    const auto watch = [&]() -> asio::awaitable<void> {
        co_await tasks.drained();
        drained = true;
    };
    tasks.spawn(fails());
    asio::co_spawn(context, watch(), [](const std::exception_ptr&) {});
    context.poll();
    CHECK_FALSE(drained);
    go.give();
    context.run();
    CHECK(drained);
    CHECK(tasks.size() == 0);
}
