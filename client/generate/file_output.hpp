#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace husky::cells {

/// A file, or standard output for "-". If the disk is full, a file ends with its last whole line.
class file_output {
  public:
    /// Creates or empties the file. Throws settings::error.
    explicit file_output(const std::string& path);
    file_output(const file_output&) = delete;
    file_output& operator=(const file_output&) = delete;
    ~file_output();

    /// False if the text could not be taken; then nothing more is to be written.
    bool write(std::string_view whole_lines);
    /// Closes the file. False if not all of it was written: some disks report that only now.
    bool close();
    /// Why write() or close() returned false, or empty.
    [[nodiscard]] const std::string& problem() const { return problem_; }
    /// The reader of the pipe is gone.
    [[nodiscard]] bool reader_gone() const { return reader_gone_; }
    /// Whole lines that were written.
    [[nodiscard]] std::uint64_t lines() const { return lines_; }

  private:
    int descriptor_;
    bool seekable_;
    bool reader_gone_ = false;
    std::uint64_t lines_ = 0;
    std::string problem_;
};

}  // namespace husky::cells
