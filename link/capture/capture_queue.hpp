#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "link/capture/capture_record.hpp"

namespace husky::link {

/// Records on their way from links to the thread that writes them: bounded in bytes, in two buffers that are
/// used in turn. A record that finds the queue full is left out and counted; nobody waits.
class capture_queue {
  public:
    explicit capture_queue(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    /// Any thread. False if the record was left out.
    bool push(const capture_record& r);

    /// The writer's thread: waits until there is something, `timeout` is over, or the queue is closed; then hands over
    /// all records. False if the queue is closed and empty.
    bool take(std::chrono::milliseconds timeout, const std::function<void(const capture_record&)>& to);

    /// Nothing more is accepted.
    void close();

    struct counts {
        std::uint64_t taken = 0;
        std::uint64_t left_out = 0;
        std::uint64_t left_out_bytes = 0;
    };
    [[nodiscard]] counts counted() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::size_t max_bytes_;
    std::vector<std::byte> filling_;
    std::vector<std::byte> draining_;  ///< of the writer's thread
    counts counts_;
    bool closed_ = false;
};

}  // namespace husky::link
