#pragma once

#include <functional>

#include "link/asio/ticker.hpp"

namespace husky::link {

/// Tells once a second how late that was: for so long other things kept the thread of the context. Belongs to that
/// thread, and outlives what waits there.
class loop_watch {
  public:
    loop_watch(asio::io_context& context, std::function<void(std::chrono::nanoseconds late)> tell)
        : tell_(std::move(tell)), ticks_(context, period, [this] { tick(); }) {}

    /// On that thread, or before it runs.
    void start() {
        due_ = std::chrono::steady_clock::now() + period;
        ticks_.start();
    }

  private:
    static constexpr std::chrono::seconds period{1};

    void tick() {
        const auto now = std::chrono::steady_clock::now();
        tell_(now - due_);
        due_ = now + period;
    }

    std::function<void(std::chrono::nanoseconds)> tell_;
    std::chrono::steady_clock::time_point due_{};
    ticker ticks_;
};

}  // namespace husky::link
