#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace husky::host {

struct sqlite_closer {
    void operator()(sqlite3* handle) const noexcept;
    void operator()(sqlite3_stmt* handle) const noexcept;
};

/// A prepared statement. Values are numbers, times (as whole ticks of their clock since 1970), texts, and bytes.
/// Where SQLite says no, functions throw std::runtime_error with one line: its message, and the system's where it has
/// one ("disk I/O error: File too large").
class sqlite_statement {
  public:
    /// Gives the parameters values, from the first on. Texts and bytes must live until the statement is reset.
    template <class... Values>
    sqlite_statement& bind(const Values&... values) {
        int parameter = 0;
        (put(++parameter, values), ...);
        return *this;
    }

    /// True if there is a row to read, false at the end, after which the statement is ready for new values.
    bool step();
    /// Runs a statement that gives no rows, with these values. It is ready for new ones, also after an error.
    template <class... Values>
    void run(const Values&... values) {
        bind(values...);
        while (step()) {
        }
    }
    void reset() noexcept;

    /// Reads the columns of a row, from the first on.
    template <class... Values>
    void read(Values&... into) const {
        int column = 0;
        (get(column++, into), ...);
    }
    /// Reads the first row and no more, if there is one; then the statement is ready for new values.
    template <class... Values>
    bool read_first(Values&... into) {
        if (!step()) return false;
        read(into...);
        reset();
        return true;
    }
    /// A column from 0, its text or its bytes; valid until the next step or reset.
    [[nodiscard]] std::string_view text(int column) const;

  private:
    friend class sqlite_database;

    void put(int parameter, std::int64_t number);
    void put(int parameter, std::integral auto number) { put(parameter, static_cast<std::int64_t>(number)); }
    template <class Duration>
    void put(int parameter, std::chrono::sys_time<Duration> at) {
        put(parameter, std::int64_t{at.time_since_epoch().count()});
    }
    void put(int parameter, std::string_view text);
    void put(int parameter, std::span<const std::byte> bytes);

    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    void get(int column, std::integral auto& into) const {
        into = static_cast<std::remove_reference_t<decltype(into)>>(number(column));
    }
    template <class Duration>
    void get(int column, std::chrono::sys_time<Duration>& into) const {
        into = std::chrono::sys_time<Duration>{Duration{number(column)}};
    }
    void get(int column, double& into) const { into = real(column); }
    void get(int column, std::optional<std::int64_t>& into) const {
        if (!is_null(column)) into = number(column);
    }
    void get(int column, std::string& into) const { into = text(column); }

    explicit sqlite_statement(sqlite3_stmt* handle) : handle_(handle) {}

    std::unique_ptr<sqlite3_stmt, sqlite_closer> handle_;
};

/// Whether a store of this name is memory that connections of this process share: then it is a URI, and else a path.
inline bool is_memory(const std::string& name) { return name.starts_with("file:"); }

/// A connection. One thread at a time.
class sqlite_database {
  public:
    enum class access { create, read };

    /// Opens a file, or memory by its URI. This and all else may throw, as statements do.
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
    static int out_of_time(void* deadline);

    std::unique_ptr<sqlite3, sqlite_closer> handle_;
    std::unique_ptr<std::chrono::steady_clock::time_point> deadline_;  // apart, so that moving keeps its address
};

}  // namespace husky::host
