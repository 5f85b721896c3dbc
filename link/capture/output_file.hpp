#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <span>
#include <string>

#include "program/output/open_output.hpp"

namespace husky::link {

/// A file that is written in whole pieces: after a failure it ends behind the last piece that is whole. One thread
/// writes; any may hurry it.
class output_file {
  public:
    /// See program::open_output. Throws settings::error that names the file.
    output_file(const std::string& name, program::if_there what);
    ~output_file();
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;

    /// Waits for a reader that is slow (the file may be a pipe), but not past the end of a hurry. False if the piece
    /// could not be written, and for all further ones.
    bool write(std::span<const std::byte> piece);
    /// Removes the file, unless it is a device or a pipe.
    void discard() const;
    /// From now on nothing is waited for longer than this.
    void hurry(std::chrono::steady_clock::time_point until) { give_up_ = until; }

    /// Of the file that is written, which may differ from the requested one.
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Why it failed; empty as long as it did not.
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    bool wait_writable();
    void fail(int code);

    explicit output_file(program::opened_output opened);

    std::string name_;
    std::string problem_;
    int file_ = -1;
    bool is_plain_ = false;
    std::size_t whole_ = 0;  ///< bytes of whole pieces
    std::atomic<std::chrono::steady_clock::time_point> give_up_{std::chrono::steady_clock::time_point::max()};
};

}  // namespace husky::link
