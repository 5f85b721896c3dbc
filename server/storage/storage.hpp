#pragma once

#include <memory>
#include <string>

#include "server/storage/open.hpp"
#include "server/store/query_thread.hpp"

namespace husky::host {

/// A store, and the thread of its queries.
struct queried_store {
    explicit queried_store(std::unique_ptr<write_behind> opened) : store(std::move(opened)), queries(store->reader()) {}

    std::unique_ptr<write_behind> store;
    query_thread queries;
};

/// Where the host stores what it is told. Others borrow it; it outlives them all.
class storage {
  public:
    /// Throws as open_store().
    storage(const std::string& url, const store_settings& settings) : storage(open_store(url, settings), settings) {}
    /// A store that is open, or null: nothing is stored.
    storage(std::unique_ptr<write_behind> opened, const store_settings& settings);

    /// Where reports of machines are kept, and queries for them; null where nothing is stored.
    [[nodiscard]] write_behind* reports() { return reports_ ? reports_->store.get() : nullptr; }
    [[nodiscard]] query_thread* report_queries() { return reports_ ? &reports_->queries : nullptr; }

    /// Where set-ups and prints are kept, and queries for them: the same, or memory until the host ends.
    [[nodiscard]] write_behind& archive_store() { return *archive_->store; }
    [[nodiscard]] query_thread& archive_queries() { return archive_->queries; }

    /// Of the reports.
    [[nodiscard]] store_health health() const { return reports_ ? reports_->store->health() : store_health{}; }

    /// How long what was reported waited until it was committed; of what is archived, where nothing else is stored.
    [[nodiscard]] const histogram& lag() const { return archive_->store->lag(); }

    /// Queries that have not begun are unavailable from now on.
    void close_queries();
    /// Waits until the threads of queries are done, as query_thread::join().
    void join_queries();
    /// As write_behind::close(), of the reports.
    bool close(std::chrono::steady_clock::time_point deadline);

  private:
    std::unique_ptr<queried_store> reports_;  ///< null where nothing is stored
    std::unique_ptr<queried_store> memory_;   ///< instead
    queried_store* archive_;
};

}  // namespace husky::host
