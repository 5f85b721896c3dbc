#include "client/check/live_floor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace husky::check {

namespace {

constexpr std::size_t scratch_size = 128 * 1024;

/// How often a stop from outside is looked for.
constexpr std::chrono::milliseconds between_looks{100};

constexpr std::chrono::seconds connect_timeout{5};

link::asio::awaitable<void> take(link::tcp::acceptor& acceptor, link::tcp::socket& into, link::error_code& result) {
    const auto [failed] = co_await acceptor.async_accept(into, link::as_result);
    result = failed;
}

/// How long links may take to end after the play.
constexpr std::chrono::seconds leaving_time{3};

}  // namespace

live_floor::live_floor(const protocol::dialect& spoken, live_place where, std::uint64_t seed)
    : spoken_(&spoken),
      where_(std::move(where)),
      tasks_(context_.get_executor()),
      clock_(context_),
      scratch_(scratch_size),
      faults_(seed) {
    ground_.board = &faults_;
    ground_.now = [] { return link::now(); };
    machines_.spoken = spoken_;
    machines_.counts = &counts_;
    machines_.engine_told = [this] { look_at_engine(); };
    machines_.now = [] { return link::now(); };
}

live_floor::~live_floor() {
    for (const int handle : kept_)
        ::close(handle);
}

void live_floor::look_at_engine() { clock_.cancel(); }

void live_floor::unreachable(const link::host_port& at, const link::error_code& why) {
    if (why == link::asio::error::connection_reset) was_reached_ = true;
    if (was_reached_ || engine_ == nullptr || engine_->over()) return;
    const auto what = where_.listens ? "cannot wait for a host at" : "no host at";
    engine_->blocked(fmt::format("{} {}:{}: {}", what, at.host, at.port, why.message()), link::now());
    look_at_engine();
}

link::host_port live_floor::next_place() {
    auto place = where_.at;
    if (where_.listens) ++where_.at.port;
    return place;
}

link::asio::awaitable<link::error_code> live_floor::reach(link::tcp::socket& into, link::host_port at,
                                                          link::notice& give_up) {
    using namespace link::asio::experimental::awaitable_operators;
    if (!where_.listens) co_return co_await link::dial(into, at, connect_timeout, give_up);
    link::error_code failed;
    const auto address = link::asio::ip::make_address(at.host == "localhost" ? "127.0.0.1" : at.host, failed);
    if (failed) co_return failed;
    try {
        link::tcp::acceptor acceptor(context_, {address, at.port});
        failed = link::asio::error::operation_aborted;
        co_await (take(acceptor, into, failed) || give_up.wait());
    } catch (const boost::system::system_error& problem) {
        failed = problem.code();
    }
    co_return failed;
}

void live_floor::keep_open(int handle) {
    const int second = ::dup(handle);
    if (second >= 0) kept_.push_back(second);
}

/// Does what the engine has to do when it is due, or as soon as it was told something.
link::asio::awaitable<void> live_floor::keep_time() {
    while (!engine_->over() && !stopping_) {
        if (link::now() >= engine_->deadline()) {
            engine_->due(link::now());
            continue;
        }
        clock_.expires_at(link::as_steady(std::min(engine_->deadline(), link::now() + between_looks)));
        co_await clock_.async_wait(link::as_result);
    }
}

link::asio::awaitable<void> live_floor::finish() {
    link::asio::steady_timer limit(context_, leaving_time);
    limit.async_wait([this](const link::error_code& failed) {
        if (!failed) context_.stop();
    });
    co_await tasks_.drained();
    limit.cancel();
}

void live_floor::run(const std::atomic<bool>& stopped, const std::function<void()>& look,
                     const std::function<void()>& leave) {
    bool left = false;
    link::asio::co_spawn(context_, keep_time(), [&](const std::exception_ptr& failure) {
        stopping_ = left = true;
        leave();
        link::asio::co_spawn(context_, finish(), [](const std::exception_ptr&) {});
        if (failure) std::rethrow_exception(failure);
    });
    while (!left && !context_.stopped()) {
        context_.run_for(between_looks);
        look();
        if (stopped.load(std::memory_order_relaxed) && !stopping_) {
            stopping_ = true;
            clock_.cancel();
        }
    }
    context_.run();
}

}  // namespace husky::check
