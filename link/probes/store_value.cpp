#include "link/probes/store_value.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <functional>
#include <memory>

#include "link/asio/asio.hpp"
#include "protocol/wire/hex.hpp"

namespace husky::link {

namespace {

constexpr std::string_view scheme = "sqlite:";
constexpr int steps_between_looks = 1000;
constexpr int between_tries_ms = 20;

/// Whether a reader is to give up.
using give_up_rule = std::function<bool()>;

int look(void* rule) { return (*static_cast<const give_up_rule*>(rule))() ? 1 : 0; }

int wait_for_lock(void* rule, int) {
    if (look(rule) != 0) return 0;
    sqlite3_sleep(between_tries_ms);
    return 1;
}

using database = std::unique_ptr<sqlite3, decltype([](sqlite3* handle) { sqlite3_close_v2(handle); })>;
using statement = std::unique_ptr<sqlite3_stmt, decltype([](sqlite3_stmt* handle) { sqlite3_finalize(handle); })>;

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n;") == std::string_view::npos; }

boost::json::value first_column(sqlite3_stmt* row) {
    const auto text = [&](const void* from) {
        return std::string_view(static_cast<const char*>(from), static_cast<std::size_t>(sqlite3_column_bytes(row, 0)));
    };
    switch (sqlite3_column_type(row, 0)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(row, 0);
        case SQLITE_FLOAT:
            return sqlite3_column_double(row, 0);
        case SQLITE_TEXT:
            return boost::json::string(text(sqlite3_column_text(row, 0)));
        case SQLITE_BLOB:
            return boost::json::string(protocol::hex(std::as_bytes(std::span(text(sqlite3_column_blob(row, 0))))));
        default:
            return nullptr;
    }
}

/// Reads; returns what went wrong.
std::string read(sqlite3* from, const std::string& sql, const give_up_rule& gives_up, boost::json::value& into) {
    const auto failed = [&](int code) -> std::string {
        if (code == SQLITE_INTERRUPT || (code == SQLITE_BUSY && gives_up())) return "no answer in time";
        return sqlite3_errmsg(from);
    };
    sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    if (const int code = sqlite3_prepare_v2(from, sql.c_str(), static_cast<int>(sql.size()), &prepared, &tail))
        return failed(code);
    const statement query(prepared);
    if (query == nullptr) return "the query is empty";
    if (!is_blank(std::string_view(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail))))
        return "more than one query is given";
    if (sqlite3_stmt_readonly(query.get()) == 0) return "the query would change the store";
    if (sqlite3_column_count(query.get()) != 1)
        return fmt::format("the query returns {} columns; expected one", sqlite3_column_count(query.get()));
    int code = sqlite3_step(query.get());
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failed(code);
    into = first_column(query.get());
    code = sqlite3_step(query.get());
    if (code == SQLITE_ROW) return "the query returns more than one row";
    return code == SQLITE_DONE ? std::string() : failed(code);
}

}  // namespace

stored_value store_value(const std::string& url, const std::string& sql, std::chrono::nanoseconds limit,
                         const std::atomic<bool>& stopped) {
    if (!url.starts_with(scheme) || url.size() == scheme.size())
        return {nullptr, fmt::format("{}: only sqlite:FILE can be queried", url)};
    const auto file = url.substr(scheme.size());
    if (file == ":memory:") return {nullptr, fmt::format("{}: only its own process can read it", url)};
    if (sql.size() > max_sql) return {nullptr, "the query is longer than 64 KiB"};
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    const database handle(opened);
    if (code != SQLITE_OK)
        return {nullptr, fmt::format("{}: {}", url, opened != nullptr ? sqlite3_errmsg(opened) : sqlite3_errstr(code))};
    const auto until = now() + std::chrono::duration_cast<protocol::duration>(limit);
    give_up_rule gives_up = [&] { return stopped.load(std::memory_order_relaxed) || now() >= until; };
    sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, max_stored);
    sqlite3_busy_handler(opened, wait_for_lock, &gives_up);
    sqlite3_progress_handler(opened, steps_between_looks, look, &gives_up);
    stored_value found;
    if (const auto problem = read(opened, sql, gives_up, found.value); !problem.empty())
        found = {nullptr, fmt::format("{}: {}", url, problem)};
    return found;
}

}  // namespace husky::link
