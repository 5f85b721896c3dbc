#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "server/records/records.hpp"

namespace husky::host {

/// Batches for the store's thread, bounded in number and bytes. A batch counts until it is released, so
/// that what is written but not committed is within the bounds too. Any thread may push, one thread takes.
class batch_queue {
  public:
    batch_queue(std::size_t max_batches, std::size_t max_bytes) : max_batches_(max_batches), max_bytes_(max_bytes) {}

    /// Takes the batch's content and leaves it empty, with buffers of an earlier batch where there are some. False,
    /// with the batch untouched, if the queue is full or closed. An empty queue takes a batch of any size. `room`, if
    /// given, is called once where the queue was full: at the next release(), on its thread.
    bool push(batch& records, std::function<void()> room = {});

    /// The same beyond the bounds: for the few batches that the queue must not refuse. False only if it is closed.
    bool push_over(batch& records);

    /// The next batch; waits for one. Empty once the queue is closed and has run empty.
    std::optional<batch> take();
    /// The next batch if there is one.
    std::optional<batch> take_now();
    /// The batches, all that were taken, are in the store. Keeps some of their buffers for push.
    void release(std::deque<batch>& done);

    /// Accepts nothing more. take() still returns what is there.
    void close();
    /// Closes, and lets take() and take_now() give nothing more.
    void abandon();
    [[nodiscard]] bool abandoned() const;
    /// Waits for the time to pass or the queue to be abandoned.
    void sleep(std::chrono::milliseconds time);

    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] std::size_t batches() const;
    /// When the oldest of them came; empty if there is none.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> oldest() const;
    /// Half full or more.
    [[nodiscard]] bool congested() const;

  private:
    void append(batch& records);
    std::optional<batch> take_front();

    const std::size_t max_batches_, max_bytes_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<batch> waiting_;
    std::vector<batch> spare_;
    std::vector<std::function<void()>> refused_;  ///< `room` of those that found the queue full
    std::size_t batches_ = 0, bytes_ = 0;
    std::optional<std::chrono::steady_clock::time_point> oldest_taken_;  ///< of those taken and not released
    bool closed_ = false, abandoned_ = false;
};

}  // namespace husky::host
