#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace husky::bench {

/// A process that takes cycles: husky-host or a bare sink. Ended by the destructor.
class target {
  public:
    /// Starts husky-host with this store on a free port.
    static target start_host(const std::string& program, const std::string& store_url);
    /// Forks an epoll loop that reads `messages` cycles of each connection and throws them away.
    static target start_sink(std::uint32_t messages);

    target(target&& other) noexcept : pid_(other.pid_), port_(other.port_) { other.pid_ = -1; }
    target(const target&) = delete;
    target& operator=(const target&) = delete;
    target& operator=(target&&) = delete;
    ~target();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// CPU time that all threads of the process have used.
    [[nodiscard]] double cpu_seconds() const;

  private:
    target(pid_t pid, std::uint16_t port) : pid_(pid), port_(port) {}

    pid_t pid_;
    std::uint16_t port_;
};

/// Waits until the database holds so many cycles of any machine. Throws std::runtime_error after a minute.
void wait_for_rows(const std::string& file, std::uint32_t rows);

/// Seconds that a bare loop needs to insert so many rows of a cycle's size into a new SQLite file: one table, rows
/// appended, one transaction for each `rows_per_commit`.
double bare_insert_seconds(const std::string& file, std::uint32_t rows, std::uint32_t rows_per_commit);

}  // namespace husky::bench
