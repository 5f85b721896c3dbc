#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <thread>

#include "link/asio/asio.hpp"
#include "link/capture/capture_queue.hpp"

namespace husky::link {

class connection_capture;

/// Which end of a connection a socket is.
enum class socket_end : std::uint8_t { dialled, accepted };

/// Captures what passes sockets, of all threads, into one file or several at once. A thread of its own writes; links
/// never wait for it. Connections hold a connection_capture each, which must not outlive this.
class capture {
  public:
    /// Bytes that may wait for the disk, in each of two pieces of memory.
    static constexpr std::size_t most_waiting = std::size_t{16} * 1024 * 1024;

    explicit capture(std::vector<std::unique_ptr<capture_sink>> sinks, std::size_t most_bytes = most_waiting);
    /// As close() with a second to spare; waits for the thread. Where close() was not called and nothing was captured,
    /// the work never began, and no files are left behind.
    ~capture();
    capture(const capture&) = delete;
    capture& operator=(const capture&) = delete;

    /// Begins to capture a connection; its socket must be connected. Any thread.
    std::unique_ptr<connection_capture> follow(const tcp::socket& socket, socket_end ours);
    /// The same for ends that are known otherwise.
    std::unique_ptr<connection_capture> follow(const tcp::endpoint& dialler, const tcp::endpoint& listener,
                                               socket_end ours);

    /// Any thread. False if the record was left out.
    bool push(const capture_record& r) { return queue_.push(r); }

    /// Writes what waits, and ends the files. False if that was not done by then. Says in the log what was left out.
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

/// Captures one connection; belongs to the thread of its socket.
class connection_capture {
  public:
    connection_capture(capture& to, std::uint32_t number, const protocol::traced_ends& ends, socket_end ours);

    /// Bytes that our socket gave or took, as they passed it.
    void received(std::span<const std::byte> bytes) { data(!we_dialled_, bytes); }
    void sent(std::span<const std::byte> bytes) { data(we_dialled_, bytes); }
    /// The end: who has nothing more to say (FIN), or tore the connection down.
    void peer_finished() { ended(!we_dialled_, false); }
    void peer_reset() { ended(!we_dialled_, true); }
    void we_finished() { ended(we_dialled_, false); }
    void we_reset() { ended(we_dialled_, true); }

  private:
    void data(bool by_dialler, std::span<const std::byte> bytes);
    void ended(bool by_dialler, bool reset);
    bool open();
    void note(bool by_dialler);

    capture& to_;
    protocol::traced_moment moment_;
    bool we_dialled_;
    bool opening_written_ = false;
    bool over_[2] = {false, false};
};

/// The capture of a socket's connection where there is a capture at all.
inline std::unique_ptr<connection_capture> follow(capture* to, const tcp::socket& socket, socket_end ours) {
    return to == nullptr ? nullptr : to->follow(socket, ours);
}

}  // namespace husky::link
