#pragma once

#include <atomic>

#include "link/asio/task_group.hpp"
#include "link/faults/fault_context.hpp"
#include "link/faults/placed_faults.hpp"
#include "scenario/engine.hpp"

namespace husky::live {

/// One thread with its sockets, in which one end of a scenario is played: time, faults, and the engine's clock.
class live_loop {
  public:
    live_loop(const protocol::dialect& wire_dialect, std::uint64_t seed);
    virtual ~live_loop();
    live_loop(const live_loop&) = delete;
    live_loop& operator=(const live_loop&) = delete;

    [[nodiscard]] const protocol::dialect& wire_dialect() const { return *wire_dialect_; }
    [[nodiscard]] const link::fault_context& fault_context() const { return fault_context_; }
    [[nodiscard]] link::placed_faults& faults() { return faults_; }
    [[nodiscard]] std::span<std::byte> scratch() { return scratch_; }
    [[nodiscard]] link::asio::io_context& context() { return context_; }
    [[nodiscard]] link::task_group& tasks() { return tasks_; }

    void judge_by(scenario::engine& e) { engine_ = &e; }
    [[nodiscard]] scenario::engine* engine() { return engine_; }
    /// The engine was told something, or has begun.
    void look_at_engine();
    /// How long links stay after the play, for the other end's part of it; as long as there are any.
    void stay(protocol::duration after_play) { stays_ = after_play; }
    /// Until the engine is over, halt() is called, or `stopped` is set from another thread; then calls `leave`, which
    /// ends all links, and waits until they are over, at most a few seconds. Calls `look` now and then.
    void run(const std::atomic<bool>& stopped, const std::function<void()>& look, const std::function<void()>& leave);
    /// Ends the play.
    void halt();
    [[nodiscard]] bool stopping() const { return stopping_; }

    /// Keeps a second handle of a socket, so that its other end does not learn that the first was closed.
    void keep_open(int handle);

    /// A link while it lasts.
    class open_link {
      public:
        explicit open_link(live_loop& on) : loop_(&on) { ++loop_->open_links_; }
        ~open_link() { --loop_->open_links_; }
        open_link(const open_link&) = delete;
        open_link& operator=(const open_link&) = delete;

      private:
        live_loop* loop_;
    };

  private:
    link::asio::awaitable<void> keep_time();
    link::asio::awaitable<void> stay_on();
    link::asio::awaitable<void> finish();

    const protocol::dialect* wire_dialect_;
    link::asio::io_context context_{1};
    link::task_group tasks_;
    link::asio::steady_timer clock_;
    std::vector<std::byte> scratch_;
    link::placed_faults faults_;
    link::fault_context fault_context_;
    scenario::engine* engine_ = nullptr;
    std::vector<int> second_handles_;
    protocol::duration stays_{};
    std::size_t open_links_ = 0;
    bool stopping_ = false;
};

}  // namespace husky::live
