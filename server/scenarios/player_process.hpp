#pragma once

#include <sys/types.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <optional>
#include <string>
#include <vector>

#include "link/asio/asio.hpp"

namespace husky::host {

/// A program in a process of its own, which has nothing of this one but its environment, and a pipe as file 3. It is
/// killed at the latest by the destructor. One thread.
class player_process {
  public:
    /// Bytes of a line; with more it is over.
    static constexpr std::size_t max_line = std::size_t{1} << 20;

    /// Throws std::system_error if the program cannot be started.
    player_process(const boost::asio::any_io_executor& executor, const std::vector<std::string>& words);
    ~player_process();
    player_process(const player_process&) = delete;
    player_process& operator=(const player_process&) = delete;

    /// The next line that it writes into the pipe, or nothing when it is over. One at a time.
    boost::asio::awaitable<std::optional<std::string>> next_line();
    /// Ends it at once; next_line() completes.
    void kill();

  private:
    boost::asio::posix::stream_descriptor pipe_;
    std::string received_;
    pid_t process_ = -1;
};

}  // namespace husky::host
