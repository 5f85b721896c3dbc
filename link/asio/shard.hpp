#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <thread>
#include <vector>

namespace husky::link {

/// One io_context with one thread. What belongs to a shard is touched by its thread alone; others post to it.
class shard {
  public:
    shard();
    ~shard();
    shard(const shard&) = delete;
    shard& operator=(const shard&) = delete;

    void start();
    /// Lets the thread end when nothing is left to do.
    void finish();
    /// Ends the thread as soon as its present handler returns.
    void stop();
    void join();

    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    [[nodiscard]] auto executor() { return context_.get_executor(); }
    /// Memory that every connection of the shard reads into, one at a time.
    [[nodiscard]] std::vector<std::byte>& scratch() { return scratch_; }

  private:
    static constexpr std::size_t scratch_size = 128 * 1024;

    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::vector<std::byte> scratch_;
    std::thread thread_;
};

}  // namespace husky::link
