#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "server/store/records.hpp"
#include "server/store/remembered.hpp"

namespace husky::host {

class store_reader;

struct store_health {
    bool ok = true;
    std::string problem;       ///< one line for a person, empty if ok
    std::string last_problem;  ///< the newest one, also after the store has recovered
    std::uint64_t queued_bytes = 0;
    std::uint64_t queued_batches = 0;
    std::uint64_t committed_records = 0;
    std::uint64_t commits = 0;
    std::uint64_t failures = 0;  ///< attempts to write that failed; what they held is kept and tried again
};

/// Keeps what machines report. All functions may be called from any thread.
class store {
  public:
    virtual ~store() = default;

    /// What was stored of every machine when the store was opened; called once.
    virtual std::vector<remembered_machine> remembered() = 0;

    /// Queues a batch and empties it (its buffers may come back with other capacity). Never blocks on the disk. False,
    /// with the batch untouched, when the queue is full: the caller waits, or (when health() is not ok) gives up. A
    /// batch is committed whole or not at all, in the order of pushes.
    virtual bool push(batch& records) = 0;

    /// True while the queue is so full that readers of sockets should pause.
    [[nodiscard]] virtual bool congested() const = 0;

    [[nodiscard]] virtual store_health health() const = 0;

    /// A connection of its own for reading; empty if this store keeps nothing. Each reader belongs to one thread.
    [[nodiscard]] virtual std::unique_ptr<store_reader> reader() const = 0;

    /// Commits what is queued and stops; nothing can be pushed any more. Gives up, returning false, at the deadline.
    /// Blocks until either.
    virtual bool close(std::chrono::steady_clock::time_point deadline) = 0;
};

}  // namespace husky::host
