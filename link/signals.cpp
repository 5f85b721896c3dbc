#include "link/signals.hpp"

#include <csignal>
#include <cstdlib>

namespace husky::link {

stop_signals::stop_signals(boost::asio::io_context& context, std::function<void()> soft_stop)
    : signals_(context, SIGINT, SIGTERM), soft_stop_(std::move(soft_stop)) {
    wait();
}

void stop_signals::cancel() {
    boost::system::error_code ignored;
    signals_.cancel(ignored);
}

void stop_signals::wait() {
    signals_.async_wait([this](const boost::system::error_code& failed, int) {
        if (failed) return;
        if (asked_) std::_Exit(130);
        asked_ = true;
        wait();
        soft_stop_();
    });
}

}  // namespace husky::link
