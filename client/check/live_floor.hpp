#pragma once

#include <atomic>

#include "client/check/machine_actor.hpp"
#include "link/dial.hpp"
#include "link/fault_board.hpp"
#include "link/link_shaping.hpp"
#include "link/task_group.hpp"

namespace husky::check {

/// Where the host under test is met: it is dialled, or comes to the first machine at this port, to the next one a port
/// above, and so on.
struct live_place {
    link::host_port at;
    bool listens = false;
};

/// One thread with its sockets, in which a scenario is played against a host: time, faults, and the engine's clock.
class live_floor {
  public:
    live_floor(const protocol::dialect& spoken, live_place where, std::uint64_t seed);
    ~live_floor();
    live_floor(const live_floor&) = delete;
    live_floor& operator=(const live_floor&) = delete;

    [[nodiscard]] const protocol::dialect& spoken() const { return *spoken_; }
    [[nodiscard]] const machine_surroundings& machines() const { return machines_; }
    [[nodiscard]] const link::shaping_ground& ground() const { return ground_; }
    [[nodiscard]] link::fault_board& faults() { return faults_; }
    [[nodiscard]] std::span<std::byte> scratch() { return scratch_; }
    [[nodiscard]] link::asio::io_context& context() { return context_; }
    [[nodiscard]] link::task_group& tasks() { return tasks_; }
    /// A place of its own for the next machine or puppet.
    link::host_port next_place();
    [[nodiscard]] bool listens() const { return where_.listens; }
    /// A connection to the host: dialled, or taken where it is to come. Ends early when `give_up` is given. Completes
    /// with an error where the host cannot be reached, or the place is not free.
    link::asio::awaitable<link::error_code> reach(link::tcp::socket& into, link::host_port at, link::notice& give_up);

    void judge_by(scenario::engine& e) { engine_ = &e; }
    void look_at_engine();
    /// Until the engine is over, or `stopped` is set from another thread; then calls `leave`, which ends all links, and
    /// waits until they are over, at most a few seconds. Calls `look` now and then.
    void run(const std::atomic<bool>& stopped, const std::function<void()>& look, const std::function<void()>& leave);
    [[nodiscard]] bool stopping() const { return stopping_; }

    /// Somebody reached the host.
    void reached() { was_reached_ = true; }
    [[nodiscard]] bool was_reached() const { return was_reached_; }
    /// Somebody did not. If nobody ever has, there is nothing to be tested; but who resets is there.
    void unreachable(const link::host_port& at, const link::error_code& why);
    /// Somebody who is refused is what the scenario wants.
    void expect_refusals() { was_reached_ = true; }

    /// Keeps a second handle of a socket, so that its other end does not learn that the first was closed.
    void keep_open(int handle);

  private:
    link::asio::awaitable<void> keep_time();
    link::asio::awaitable<void> finish();

    const protocol::dialect* spoken_;
    live_place where_;
    link::asio::io_context context_{1};
    link::task_group tasks_;
    link::asio::steady_timer clock_;
    std::vector<std::byte> scratch_;
    link::fault_board faults_;
    link::shaping_ground ground_;
    cells::fleet_counts counts_;
    machine_surroundings machines_;
    scenario::engine* engine_ = nullptr;
    std::vector<int> kept_;
    bool was_reached_ = false, stopping_ = false;
};

}  // namespace husky::check
