#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "server/metrics/histogram.hpp"
#include "server/records/machine_marks.hpp"
#include "server/store/backend.hpp"
#include "server/store/batch_queue.hpp"
#include "server/store/store_health.hpp"
#include "server/store/store_settings.hpp"

namespace husky::host {

/// A store: keeps what machines report in a database, written behind by a thread of its own. While writing fails (disk
/// full, locked, database gone) it keeps what is not committed, tries again each retry_interval on a new connection,
/// and goes on where it was: nothing is lost or stored twice. All functions may be called from any thread.
class write_behind {
  public:
    /// Connects. Throws std::runtime_error with one line that names the database.
    write_behind(std::unique_ptr<store_backend> backend, const store_settings& settings);
    /// What is not committed is lost; close() first.
    ~write_behind();
    write_behind(const write_behind&) = delete;
    write_behind& operator=(const write_behind&) = delete;

    /// What was stored of every machine when the store was opened; called once.
    std::vector<remembered_machine> remembered() { return std::exchange(remembered_, {}); }

    /// Queues a batch and empties it (its buffers may come back with other capacity). Never blocks on the disk. False,
    /// with the batch untouched, when the queue is full: the caller waits, or (when health() is not ok) gives up. Then
    /// `room`, if given, is called once, on the store's thread, when it is worth while to try again. A batch is
    /// committed whole or not at all, in the order of pushes.
    bool push(batch& records, std::function<void()> room = {}) { return queue_.push(records, std::move(room)); }

    /// Queues a batch that forgets, however full the queue is: what was pushed before will be gone once it is
    /// committed. False, with the batch untouched, if the store is closed.
    bool push_forgetting(batch& records);
    /// How often that was done. Records that were made before must not be pushed after it.
    [[nodiscard]] std::uint64_t times_forgotten() const { return times_forgotten_; }

    /// True while the queue is so full that readers of sockets should pause.
    [[nodiscard]] bool congested() const { return queue_.congested(); }

    [[nodiscard]] store_health health() const;
    /// How long batches waited until they were committed.
    [[nodiscard]] const histogram& lag() const { return lag_; }

    /// A connection of its own for reading. Each reader belongs to one thread.
    [[nodiscard]] std::unique_ptr<store_reader> reader() const { return backend_->reader(); }

    /// Commits what is queued and stops; nothing can be pushed any more. Gives up, returning false, at the deadline.
    /// Blocks until either.
    bool close(std::chrono::steady_clock::time_point deadline);

  private:
    void run();
    bool write_pending();
    void reconnect();
    void write(const batch& records);
    void commit();
    void committed();
    void failed(const char* problem);
    void finish();

    const std::unique_ptr<store_backend> backend_;
    const store_settings settings_;
    std::vector<remembered_machine> remembered_;

    // The thread's own, once it runs.
    machine_marks marks_;
    std::deque<batch> pending_;  ///< taken and not committed
    bool connected_ = true;
    bool lacks_marks_ = false;  ///< the database replaced one that had marks
    histogram lag_;

    batch_queue queue_;
    std::atomic<std::uint64_t> times_forgotten_{0};
    mutable std::mutex mutex_;  // of what follows
    std::condition_variable finished_changed_;
    bool finished_ = false;
    store_health health_;

    std::thread thread_;
};

}  // namespace husky::host
