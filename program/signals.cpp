#include "program/signals.hpp"

#include <csignal>
#include <cstdlib>
#include <utility>

namespace husky::program {

std::vector<int> stop_signal_numbers() {
    std::vector<int> numbers{SIGINT, SIGTERM};
    struct sigaction now {};
    const bool is_ignored = sigaction(SIGHUP, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
    if (!is_ignored) numbers.push_back(SIGHUP);
    return numbers;
}

void ignore_broken_outputs() {
    for (const int number : {SIGPIPE, SIGXFSZ})
        std::signal(number, SIG_IGN);
}

stop_signals::stop_signals(boost::asio::io_context& context, std::function<void()> soft_stop)
    : signals_(context), soft_stop_(std::move(soft_stop)) {
    for (const int number : stop_signal_numbers())
        signals_.add(number);
    wait();
}

void stop_signals::cancel() {
    over_ = true;
    boost::system::error_code ignored;
    signals_.cancel(ignored);
}

void stop_signals::wait() {
    signals_.async_wait([this](const boost::system::error_code& failed, int number) {
        if (failed || over_) return;
        if (asked_ && number != SIGHUP) std::_Exit(130);
        wait();
        if (!std::exchange(asked_, true)) soft_stop_();
    });
}

}  // namespace husky::program
