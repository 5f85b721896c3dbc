#include "program/signals.hpp"

#include <algorithm>
#include <csignal>

#include "tests/catch.hpp"

using namespace husky::program;

namespace {

/// What a signal does is as before once this goes.
struct kept_handler {
    explicit kept_handler(int signal) : number(signal) { sigaction(number, nullptr, &before); }
    ~kept_handler() { sigaction(number, &before, nullptr); }
    kept_handler(const kept_handler&) = delete;
    kept_handler& operator=(const kept_handler&) = delete;
    int number;
    struct sigaction before {};
};

/// A context that hears the signals that are raised before it runs.
int stops_after(std::initializer_list<int> numbers) {
    boost::asio::io_context context(1);
    int stops = 0;
    stop_signals signals(context, [&] { ++stops; });
    for (const int number : numbers)
        std::raise(number);
    context.run_one();
    while (context.poll_one() > 0) {
    }
    signals.cancel();
    return stops;
}

}  // namespace

TEST_CASE("the first signal asks for a soft stop, and a hang-up is none that would be the second", "[signals]") {
    const kept_handler hangup(SIGHUP);
    std::signal(SIGHUP, SIG_DFL);
    CHECK(stops_after({SIGTERM}) == 1);
    CHECK(stops_after({SIGINT}) == 1);
    CHECK(stops_after({SIGHUP}) == 1);
    CHECK(stops_after({SIGTERM, SIGHUP, SIGHUP}) == 1);
}

TEST_CASE("a hang-up that is ignored at the start stays ignored", "[signals]") {
    const kept_handler hangup(SIGHUP);
    std::signal(SIGHUP, SIG_IGN);
    CHECK(stop_signal_numbers() == std::vector<int>{SIGINT, SIGTERM});
    std::signal(SIGHUP, SIG_DFL);
    CHECK(stop_signal_numbers() == std::vector<int>{SIGINT, SIGTERM, SIGHUP});
}

TEST_CASE("a reader that is gone and a file that may grow no further end no program", "[signals]") {
    const kept_handler pipe(SIGPIPE), size(SIGXFSZ);
    ignore_broken_outputs();
    std::raise(SIGPIPE);
    std::raise(SIGXFSZ);
    struct sigaction now {};
    sigaction(SIGPIPE, nullptr, &now);
    CHECK(now.sa_handler == SIG_IGN);
}
