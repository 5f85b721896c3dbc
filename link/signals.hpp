#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>

namespace husky::link {

/// SIGINT and SIGTERM: the first asks for a soft stop, the second ends the process at once with exit code 130.
class stop_signals {
  public:
    /// `soft_stop` is called once, on the context's thread.
    stop_signals(boost::asio::io_context& context, std::function<void()> soft_stop);
    void cancel();

  private:
    void wait();

    boost::asio::signal_set signals_;
    std::function<void()> soft_stop_;
    bool asked_ = false;
};

}  // namespace husky::link
