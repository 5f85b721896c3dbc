#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace husky::host {

/// An error of SQLite. what() is one line: its message, and the system's if it has one ("disk I/O error: File too
/// large").
class sqlite_error : public std::runtime_error {
  public:
    sqlite_error(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
    /// Primary result code, SQLITE_BUSY for example.
    [[nodiscard]] int code() const { return code_; }

  private:
    int code_;
};

/// A prepared statement. Parameters and columns count as SQLite does: parameters from 1, columns from 0.
/// All functions may throw sqlite_error.
class sqlite_statement {
  public:
    sqlite_statement& bind(int parameter, std::int64_t number);
    /// The text must live until the statement is reset.
    sqlite_statement& bind(int parameter, std::string_view text);
    /// Bytes as they are, under the same rule.
    sqlite_statement& bind_bytes(int parameter, std::string_view bytes);

    /// True if there is a row to read, false at the end, after which the statement is ready for new values.
    bool step();
    /// Runs a statement that gives no rows. The statement is ready for new values, also after an error.
    void run();
    void reset() noexcept;

    [[nodiscard]] std::int64_t number(int column) const;
    /// Valid until the next step or reset.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;

  private:
    friend class sqlite_database;
    struct finalizer {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    explicit sqlite_statement(sqlite3_stmt* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

/// A connection. One thread at a time.
class sqlite_database {
  public:
    enum class access { create, read };

    /// Opens a file or an "file:...?..." URI; throws sqlite_error.
    sqlite_database(const std::string& name, access wanted);

    void execute(const char* sql);
    [[nodiscard]] sqlite_statement prepare(std::string_view sql);
    /// First column of the first row, as for "pragma user_version".
    [[nodiscard]] std::int64_t number(std::string_view sql);
    [[nodiscard]] std::string text(std::string_view sql);

    [[nodiscard]] std::int64_t last_row() const;
    [[nodiscard]] bool in_transaction() const;
    /// False for a file that could be opened for reading only.
    [[nodiscard]] bool writable() const;
    /// Ends an open transaction, leaving nothing of it.
    void roll_back() noexcept;

    /// Lets queries that run past this moment fail with SQLITE_INTERRUPT.
    void stop_queries_at(std::chrono::steady_clock::time_point deadline);

  private:
    struct closer {
        void operator()(sqlite3* handle) const noexcept;
    };
    static int out_of_time(void* deadline);

    std::unique_ptr<sqlite3, closer> handle_;
    std::unique_ptr<std::chrono::steady_clock::time_point> deadline_;  // apart, so that moving keeps its address
};

}  // namespace husky::host
