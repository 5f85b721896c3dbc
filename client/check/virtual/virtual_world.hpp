#pragma once

#include <atomic>

#include "client/check/machine_actor.hpp"
#include "link/faults/fault_context.hpp"
#include "link/faults/placed_faults.hpp"
#include "scenario/play/network.hpp"

namespace husky::check {

/// Time, network and faults of a scenario that is played in one thread.
class virtual_world {
  public:
    virtual_world(const protocol::dialect& wire_dialect, std::uint64_t seed);
    virtual_world(const virtual_world&) = delete;
    virtual_world& operator=(const virtual_world&) = delete;

    [[nodiscard]] play::agenda& time() { return time_; }
    [[nodiscard]] play::network& net() { return net_; }
    [[nodiscard]] const protocol::dialect& wire_dialect() const { return *wire_dialect_; }
    [[nodiscard]] cells::fleet_counts& counts() { return counts_; }
    [[nodiscard]] const link::fault_context& fault_context() const { return fault_context_; }
    [[nodiscard]] link::placed_faults& faults() { return faults_; }
    /// What a host's clock shows: the run begins on 2026-01-01.
    [[nodiscard]] std::chrono::sys_seconds wall() const;

    using when_connected = std::function<void(play::network::number)>;
    /// Accepts a connection. False: not now. Else it calls `connected` with the connection's number before it returns.
    using listener = std::function<bool(play::wire_end& from, const when_connected& connected)>;
    /// Asked in this order.
    void add(listener l) { listeners_.push_back(std::move(l)); }
    bool dial(play::wire_end& from, const when_connected& connected);

    void judge_by(scenario::engine& e) { engine_ = &e; }
    /// The engine was told something, or has begun: it is called when it has something to do.
    void look_at_engine();
    /// Until the engine is over, or `stopped` is set from another thread. Calls `look` now and then.
    void run(const std::atomic<bool>& stopped, const std::function<void()>& look);

  private:
    const protocol::dialect* wire_dialect_;
    play::agenda time_;
    play::network net_;
    link::placed_faults faults_;
    link::fault_context fault_context_;
    cells::fleet_counts counts_;
    std::vector<listener> listeners_;
    scenario::engine* engine_ = nullptr;
    protocol::instant began_;
    protocol::instant look_at_ = protocol::never;
};

}  // namespace husky::check
