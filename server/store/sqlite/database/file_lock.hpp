#pragma once

#include <string>

namespace husky::host {

/// Keeps other processes from writing the same store: two hosts would number their machines against each other.
/// The lock is on FILE.lock beside the store, since closing any descriptor of the store itself would drop SQLite's own
/// locks. It ends with the process, however that ends; the empty file stays, unless there was no store to keep.
class file_lock {
  public:
    /// Throws std::runtime_error if another process (or another store in this one) has it, or where it cannot be made.
    explicit file_lock(const std::string& store_path);
    ~file_lock();
    /// Takes the file away if this lock made it. To be called where no store came of it.
    void withdraw() const;
    file_lock(const file_lock&) = delete;
    file_lock& operator=(const file_lock&) = delete;

  private:
    std::string path_;
    bool made_ = false;
    int descriptor_;
};

}  // namespace husky::host
