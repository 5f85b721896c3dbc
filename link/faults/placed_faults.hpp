#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/faults/fault_injector.hpp"

namespace husky::link {

/// A fault that was placed, as all links see it.
struct placed_fault {
    using machine_counts = std::unordered_map<std::string, std::shared_ptr<protocol::fault_counts>>;

    std::uint64_t id = 0;
    std::shared_ptr<const protocol::fault> fault;
    protocol::instant since{};
    std::shared_ptr<protocol::fault_counts> counts;
    std::shared_ptr<machine_counts> of_machines;  ///< the placed faults
    std::vector<std::string> spared{};            ///< machines whose links do not have it, each a pattern
};

using fault_list = std::vector<placed_fault>;

/// The faults of a process: who places them, what links take, and what became of them. Any thread may call anything; a
/// link does when it begins, when the list changes and when something is done, not for each message that passes.
class placed_faults final : public protocol::fault_observer {
  public:
    static constexpr std::size_t max_faults = 1000;
    /// Machines beyond count together, for each fault.
    static constexpr std::size_t max_machines = 100'000;

    explicit placed_faults(std::uint64_t seed) : seed_(seed) {}

    [[nodiscard]] std::uint64_t seed() const { return seed_; }

    /// Its number, from 1; nothing if the limit is reached.
    std::optional<std::uint64_t> place(protocol::fault fault, protocol::instant now);
    /// False if there is none with this number.
    bool remove(std::uint64_t id);
    void clear();
    /// From now on links of this machine, or pattern with `*`, have none of those that are placed.
    void spare(const std::string& machine);

    /// Those placed now, oldest first. Never null, never changes.
    [[nodiscard]] std::shared_ptr<const fault_list> placed() const;

    /// Of a list, what concerns one machine, with that machine's counts.
    std::vector<protocol::fault_in_place> of_machine(const fault_list& list, const std::string& machine);
    /// From 1: its number among the links of this machine with faults.
    std::uint64_t next_link(const std::string& machine);

    [[nodiscard]] std::uint64_t done(protocol::fault_kind kind) const {
        return done_[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed);
    }
    /// How often the limit of held messages was exceeded.
    [[nodiscard]] std::uint64_t overflows() const { return overflows_.load(std::memory_order_relaxed); }

    void fault_done(protocol::fault_kind kind) override {
        done_[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
    }
    void fault_queue_full() override { overflows_.fetch_add(1, std::memory_order_relaxed); }

  private:
    const std::uint64_t seed_;
    mutable std::mutex mutex_;
    std::shared_ptr<const fault_list> placed_ = std::make_shared<fault_list>();
    std::uint64_t last_id_ = 0;
    std::unordered_map<std::string, std::uint64_t> links_;
    std::array<std::atomic<std::uint64_t>, protocol::fault_kind_count> done_{};
    std::atomic<std::uint64_t> overflows_{0};
};

}  // namespace husky::link
