#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>

#include "link/asio/asio.hpp"

namespace husky::link {

/// Does something periodically until it is stopped. Belongs to the context's thread and outlives what waits there.
class ticker {
  public:
    ticker(asio::io_context& context, std::chrono::nanoseconds every, std::function<void()> action)
        : timer_(context), every_(every), action_(std::move(action)) {}

    /// The first time is one period from now.
    void start();
    /// For good. A tick that is due at the same moment and is queued after this call neither does anything nor begins
    /// another wait.
    void stop();

  private:
    asio::steady_timer timer_;
    std::chrono::nanoseconds every_;
    std::function<void()> action_;
    bool stopped_ = false;
};

}  // namespace husky::link
