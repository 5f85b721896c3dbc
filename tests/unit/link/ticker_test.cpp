#include "link/asio/ticker.hpp"

#include <boost/asio/post.hpp>
#include <csignal>

#include "program/signals.hpp"
#include "tests/catch.hpp"

using namespace husky::link;
using namespace husky::program;
using namespace std::chrono_literals;

namespace {

/// Far more turns than two things that are due at once need; what is left then would be left for ever.
constexpr int turns = 100;

void perform(asio::io_context& context) {
    for (int i = 0; i < turns && !context.stopped(); ++i)
        context.poll_one();
}

}  // namespace

TEST_CASE("a tick that is due together with the end does not begin another", "[ticker]") {
    const bool end_is_first = GENERATE(true, false);
    CAPTURE(end_is_first);
    asio::io_context context;
    int ticks = 0;
    ticker ticks_on(context, 0ns, [&] { ++ticks; });
    asio::steady_timer end(context);
    const auto now = std::chrono::steady_clock::now();
    end.expires_at(end_is_first ? now - 1h : now);
    end.async_wait([&](const error_code& failed) {
        REQUIRE_FALSE(failed);
        ticks_on.stop();
    });
    ticks_on.start();
    perform(context);
    CHECK(context.stopped());
    CHECK(ticks == (end_is_first ? 0 : ticks));
}

TEST_CASE("a ticker goes on until it is stopped, from within a tick too", "[ticker]") {
    asio::io_context context;
    int ticks = 0;
    ticker counts(context, 0ns, [&] {
        if (++ticks == 5) counts.stop();
    });
    counts.start();
    perform(context);
    CHECK(ticks == 5);
    CHECK(context.stopped());
    counts.start();
    context.restart();
    perform(context);
    CHECK(ticks == 5);
}

TEST_CASE("a signal that comes together with the end is waited for no more", "[signals]") {
    asio::io_context context;
    int asked = 0;
    stop_signals signals(context, [&] { ++asked; });
    boost::asio::post(context, [&] { signals.cancel(); });
    std::raise(SIGTERM);
    perform(context);
    CHECK(context.stopped());
    CHECK(asked == 0);
}
