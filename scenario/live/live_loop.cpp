#include "scenario/live/live_loop.hpp"

#include <unistd.h>

#include <algorithm>

namespace husky::live {

namespace {

constexpr std::size_t scratch_size = 128 * 1024;

/// How often a stop from outside is looked for.
constexpr std::chrono::milliseconds between_looks{100};

/// How long links may take to end after the play.
constexpr std::chrono::seconds leaving_time{3};

}  // namespace

live_loop::live_loop(const protocol::dialect& wire_dialect, std::uint64_t seed)
    : wire_dialect_(&wire_dialect),
      tasks_(context_.get_executor()),
      clock_(context_),
      scratch_(scratch_size),
      faults_(seed) {
    fault_context_.placed = &faults_;
    fault_context_.now = [] { return link::now(); };
}

live_loop::~live_loop() {
    for (const int handle : second_handles_)
        ::close(handle);
}

void live_loop::look_at_engine() { clock_.cancel(); }

void live_loop::halt() {
    stopping_ = true;
    clock_.cancel();
}

void live_loop::keep_open(int handle) {
    const int second = ::dup(handle);
    if (second >= 0) second_handles_.push_back(second);
}

/// Does what the engine has to do when it is due, or as soon as it was told something.
link::asio::awaitable<void> live_loop::keep_time() {
    while (!engine_->over() && !stopping_) {
        if (link::now() >= engine_->deadline()) {
            engine_->due(link::now());
            continue;
        }
        clock_.expires_at(link::as_steady(std::min(engine_->deadline(), link::now() + between_looks)));
        co_await clock_.async_wait(link::as_result);
    }
    co_await stay_on();
}

link::asio::awaitable<void> live_loop::stay_on() {
    const auto until = link::now() + stays_;
    while (!stopping_ && open_links_ > 0 && link::now() < until) {
        clock_.expires_at(link::as_steady(std::min(until, link::now() + between_looks)));
        co_await clock_.async_wait(link::as_result);
    }
}

link::asio::awaitable<void> live_loop::finish() {
    link::asio::steady_timer limit(context_, leaving_time);
    limit.async_wait([this](const link::error_code& failed) {
        if (!failed) context_.stop();
    });
    co_await tasks_.drained();
    limit.cancel();
}

void live_loop::run(const std::atomic<bool>& stopped, const std::function<void()>& look,
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
        if (stopped.load(std::memory_order_relaxed) && !stopping_) halt();
    }
    context_.run();
}

}  // namespace husky::live
