#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <functional>
#include <vector>

namespace husky::program {

/// Signals that ask for a soft stop: SIGINT, SIGTERM, and SIGHUP unless it is ignored (nohup). To be asked before one
/// of them is handled.
std::vector<int> stop_signal_numbers();

/// A write to a reader that is gone, or past the limit of file sizes, fails with an error, and the process
/// goes on. To be called at the start of every program.
void ignore_broken_outputs();

/// The signals that ask for a soft stop: the first is obeyed, a second ends the process at once with exit code 130.
/// SIGHUP is never the second: a terminal that goes away sends it more than once.
class stop_signals {
  public:
    /// `soft_stop` is called once, on the context's thread.
    stop_signals(boost::asio::io_context& context, std::function<void()> soft_stop);
    /// No signal is handled any more, nor waited for: not even one that came before and is queued after this call.
    void cancel();

  private:
    void wait();

    boost::asio::signal_set signals_;
    std::function<void()> soft_stop_;
    bool asked_ = false;
    bool over_ = false;
};

}  // namespace husky::program
