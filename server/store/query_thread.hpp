#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <type_traits>
#include <utility>

#include "server/store/query.hpp"

namespace husky::host {

/// Runs queries on its own thread, one after another, so that a slow disk delays nothing else.
class query_thread {
  public:
    explicit query_thread(std::unique_ptr<store_reader> reader) : reader_(std::move(reader)) {}
    /// As join().
    ~query_thread() { thread_.join(); }
    query_thread(const query_thread&) = delete;
    query_thread& operator=(const query_thread&) = delete;

    /// Queries that have not begun are unavailable from now on.
    void close() { closing_ = true; }
    /// Waits until nothing runs here any more. Every caller has its answer, and its executor still lives.
    void join() { thread_.join(); }

    /// Calls query(store_reader&), which gives an answer<T>, on this thread; completes on the caller's executor with
    /// that answer, or throws what it threw. Not to be cancelled. Many may be waiting at once.
    template <class Query>
    boost::asio::awaitable<std::invoke_result_t<Query&, store_reader&>> ask(Query query) {
        auto asked = run(std::move(query));
        co_return co_await boost::asio::co_spawn(thread_.get_executor(), std::move(asked), boost::asio::use_awaitable);
    }

  private:
    template <class Query>
    boost::asio::awaitable<std::invoke_result_t<Query&, store_reader&>> run(Query query) {
        if (closing_) co_return query_error{query_error::reason::unavailable, "the host is stopping"};
        co_return query(*reader_);
    }

    std::unique_ptr<store_reader> reader_;
    std::atomic<bool> closing_{false};
    boost::asio::thread_pool thread_{1};
};

}  // namespace husky::host
