#pragma once

#include <memory>
#include <string>
#include <vector>

#include "server/store/records.hpp"

namespace husky::host {

/// What a store remembers of a machine across restarts, for its ledger.
struct remembered_gap {
    std::int64_t gap = 0;
    std::int32_t epoch = 0;
    std::int32_t first_missing = 0;
    std::int32_t last_missing = 0;
    wall_time detected_at{};
};

struct remembered_machine {
    machine_id machine = 0;
    std::string serial;
    std::int32_t epoch = 0;  ///< 0 if no cycle is stored yet
    std::int32_t highest_counter = 0;
    std::chrono::sys_seconds highest_time{};
    std::int64_t next_gap = 1;
    std::vector<remembered_gap> gaps;  ///< the newest, oldest first
};

struct store_health {
    bool ok = true;
    std::string problem;  ///< one line for a person, empty if ok
    std::uint64_t queued_bytes = 0;
    std::uint64_t queued_batches = 0;
    std::uint64_t committed_records = 0;
    std::uint64_t commits = 0;
    std::uint64_t failures = 0;
};

/// Keeps what machines report. All functions may be called from any thread.
class store {
  public:
    virtual ~store() = default;

    /// What is stored of every machine; called once, before the first push.
    virtual std::vector<remembered_machine> remembered() = 0;

    /// Queues a batch and empties it (its buffers may come back with other capacity). Never blocks on the disk. False,
    /// with the batch untouched, when the queue is full: the caller waits, or (when health() is not ok) gives up.
    virtual bool push(batch& records) = 0;

    /// True while the queue is so full that readers of sockets should pause.
    [[nodiscard]] virtual bool congested() const = 0;

    [[nodiscard]] virtual store_health health() const = 0;

    /// Commits what is queued and stops. Gives up, returning false, at the deadline or when the store fails.
    virtual bool close(std::chrono::steady_clock::time_point deadline) = 0;
};

}  // namespace husky::host
