#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <thread>

#include "link/asio/asio.hpp"
#include "link/capture/capture_queue.hpp"
#include "link/capture/connection_capture.hpp"

namespace husky::link {

/// Captures what passes sockets, of all threads, into one file or several at once. A thread of its own writes; links
/// never wait for it. Connections hold a connection_capture each, which must not outlive this.
class capture {
  public:
    /// Bytes that may wait for the disk, in each of two buffers.
    static constexpr std::size_t max_waiting = std::size_t{16} * 1024 * 1024;

    explicit capture(std::vector<std::unique_ptr<capture_sink>> sinks, std::size_t max_bytes = max_waiting);
    /// As close() with a second to spare; waits for the thread. Where close() was not called and nothing was captured,
    /// the work never began, and no files are left behind.
    ~capture();
    capture(const capture&) = delete;
    capture& operator=(const capture&) = delete;

    /// Begins to capture a connection; its socket must be connected. Any thread.
    std::unique_ptr<connection_capture> follow(const tcp::socket& socket, socket_end ours);
    /// The same, with both ends given.
    std::unique_ptr<connection_capture> follow(const tcp::endpoint& dialler, const tcp::endpoint& listener,
                                               socket_end ours);

    /// Any thread. False if the record was left out.
    bool push(const capture_record& r) { return queue_.push(r); }

    /// Writes what waits and closes the files. False if that was not done by then. Logs what was left out.
    bool close(std::chrono::steady_clock::time_point until);

    /// True if a file could not be written to its end.
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] capture_queue::counts counted() const { return queue_.counted(); }

  private:
    void run();
    void look_at_sinks();
    void tell_left_out();

    capture_queue queue_;
    std::vector<std::unique_ptr<capture_sink>> sinks_;
    std::atomic<std::uint32_t> connections_{0};
    std::atomic<bool> failed_{false};
    std::uint64_t told_left_out_ = 0;
    std::chrono::steady_clock::time_point told_at_{};
    std::mutex ended_mutex_;
    std::condition_variable ended_news_;
    bool ended_ = false;
    bool closed_ = false;  ///< by the owner
    std::thread thread_;
};

/// The capture of a socket's connection where there is a capture at all.
inline std::unique_ptr<connection_capture> follow(capture* to, const tcp::socket& socket, socket_end ours) {
    return to == nullptr ? nullptr : to->follow(socket, ours);
}

}  // namespace husky::link
