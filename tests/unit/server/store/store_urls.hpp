#pragma once

#include <string>
#include <vector>

#include "server/storage/open.hpp"
#include "tests/unit/server/scratch_directory.hpp"

namespace husky::host {

/// The stores that tests run against: those of this list, and what the environment variable HUSKY_TEST_STORES adds,
/// separated by blanks. `{directory}` stands for a directory of one test,
/// `{name}` for a name that no other test has.
std::vector<std::string> store_urls();

/// Those that keep what they have when they are closed.
std::vector<std::string> lasting_store_urls();

/// A new and empty store of one of these urls.
class tested_store {
  public:
    explicit tested_store(const std::string& url, const store_settings& settings = {});

    /// Closes it, and opens it as a host that starts again does. Only of lasting ones.
    void reopen(const store_settings& settings = {});

    /// Pushes a batch and waits until it is committed.
    void commit(batch& records);

    [[nodiscard]] write_behind& operator*() const { return *store_; }
    [[nodiscard]] write_behind* operator->() const { return store_.get(); }
    [[nodiscard]] store_reader& reader() const { return *reader_; }

  private:
    void open(const store_settings& settings);

    scratch_directory scratch_;
    std::string url_;
    std::unique_ptr<write_behind> store_;
    std::unique_ptr<store_reader> reader_;
};

}  // namespace husky::host
