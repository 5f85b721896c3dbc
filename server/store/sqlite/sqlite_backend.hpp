#pragma once

#include <optional>

#include "server/store/backend.hpp"
#include "server/store/sqlite/database/file_identity.hpp"
#include "server/store/sqlite/database/file_lock.hpp"
#include "server/store/sqlite/sqlite_writer.hpp"
#include "server/store/store_settings.hpp"

namespace husky::host {

/// A database of SQLite. A file that was deleted is made again, without its rows; memory lives as long as the
/// back end or one of its readers is connected.
class sqlite_backend final : public store_backend {
  public:
    /// A path, or the URI of memory.
    sqlite_backend(std::string name, const store_settings& settings) : name_(std::move(name)), settings_(settings) {}

    [[nodiscard]] std::string name() const override { return "sqlite:" + name_; }
    bool connect() override;
    std::vector<remembered_machine> remember(std::size_t max_gaps) override;
    void begin() override;
    void forget(machine_id machine) override { writer_->forget(machine); }
    void write(const batch& records) override { writer_->write(records); }
    void save(machine_id machine, const machine_mark& mark) override { writer_->save(machine, mark); }
    void commit() override { writer_->commit(); }
    void disconnect() noexcept override;
    [[nodiscard]] std::unique_ptr<store_reader> reader() const override;

  private:
    void open();
    void empty();

    const std::string name_;
    const store_settings settings_;
    std::optional<file_lock> lock_;
    std::optional<file_identity> file_;  ///< empty before the first connection, and of memory
    std::optional<sqlite_database> database_;
    std::optional<sqlite_writer> writer_;
};

}  // namespace husky::host
