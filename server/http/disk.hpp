#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>

#include "server/http/message.hpp"
#include "server/store/query.hpp"

namespace husky::host {

/// Runs queries on a thread of its own, one after another, so that a slow disk holds up nobody else.
class disk {
  public:
    /// `reader` may be null: nothing is stored.
    explicit disk(std::unique_ptr<store_reader> reader) : reader_(std::move(reader)) {}
    /// Waits for the query that runs. Nobody may wait for one any more.
    ~disk() { thread_.join(); }
    disk(const disk&) = delete;
    disk& operator=(const disk&) = delete;

    /// Queries that have not begun are answered 503 from now on.
    void close() { closing_ = true; }

    [[nodiscard]] bool readable() const { return reader_ != nullptr; }

    /// Calls query(reader) on the disk's thread; completes on the caller's executor with what it returned, or throws
    /// what it threw. Not to be cancelled. Many may be waiting at once. Only if readable().
    boost::asio::awaitable<http_response> run(std::function<http_response(store_reader&)> query);
    /// As run(), of a query that answers nobody over HTTP. False, without a call, after close().
    boost::asio::awaitable<bool> look(std::function<void(store_reader&)> query);

  private:
    std::unique_ptr<store_reader> reader_;
    std::atomic<bool> closing_{false};
    boost::asio::thread_pool thread_{1};
};

}  // namespace husky::host
