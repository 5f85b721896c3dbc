#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/store/batch_queue.hpp"
#include "server/store/file_identity.hpp"
#include "server/store/file_lock.hpp"
#include "server/store/machine_marks.hpp"
#include "server/store/open.hpp"
#include "server/store/sqlite_location.hpp"
#include "server/store/sqlite_writer.hpp"
#include "server/store/store.hpp"

namespace husky::host {

/// A store in SQLite, written by a thread of its own. While writing fails (disk full, locked, file gone) it keeps what
/// is not committed, tries again each retry_interval on a new connection, and goes on where it was: nothing is lost or
/// there twice. A file that was deleted is made anew, without the rows it had.
class sqlite_store final : public store {
  public:
    /// Throws std::runtime_error with one line.
    sqlite_store(sqlite_location where, const store_settings& settings);
    ~sqlite_store() override;
    sqlite_store(const sqlite_store&) = delete;
    sqlite_store& operator=(const sqlite_store&) = delete;

    std::vector<remembered_machine> remembered() override;
    bool push(batch& records) override { return queue_.push(records); }
    [[nodiscard]] bool congested() const override { return queue_.congested(); }
    [[nodiscard]] store_health health() const override;
    [[nodiscard]] std::unique_ptr<store_reader> reader() const override;
    bool close(std::chrono::steady_clock::time_point deadline) override;

  private:
    void open();
    void make_writer();
    void reopen();
    void run();
    bool write_pending();
    void committed();
    void failed(const char* problem);
    void finish();

    const sqlite_location where_;
    const store_settings settings_;
    std::optional<file_lock> lock_;
    std::vector<remembered_machine> remembered_;

    // The thread's own, once it runs.
    machine_marks marks_;
    std::optional<file_identity> file_;
    std::optional<sqlite_database> database_;
    std::optional<sqlite_writer> writer_;
    std::deque<batch> pending_;  ///< taken and not committed

    batch_queue queue_;
    mutable std::mutex mutex_;  // of what follows
    std::condition_variable finished_changed_;
    bool finished_ = false;
    store_health health_;

    std::thread thread_;
};

}  // namespace husky::host
