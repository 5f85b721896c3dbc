#include "server/store/sqlite/database/sqlite_database.hpp"

#include <sqlite3.h>

#include <cstring>
#include <stdexcept>

namespace husky::host {

namespace {

constexpr auto busy_timeout = std::chrono::milliseconds(1000);
constexpr int steps_between_clock_readings = 10'000;

[[noreturn]] void fail(sqlite3* handle, int code) {
    std::string what = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    const int system = handle != nullptr ? sqlite3_system_errno(handle) : 0;
    const int primary = code & 0xFF;
    const bool from_system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_FULL;
    if (from_system && system != 0) what += std::string(": ") + std::strerror(system);
    throw std::runtime_error(what);
}

void check(sqlite3_stmt* statement, int code) {
    if (code != SQLITE_OK) fail(sqlite3_db_handle(statement), code);
}

}  // namespace

void sqlite_closer::operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }

void sqlite_statement::put(int parameter, std::int64_t number) {
    check(handle_.get(), sqlite3_bind_int64(handle_.get(), parameter, number));
}

void sqlite_statement::put(int parameter, std::string_view text) {
    const char* from = text.empty() ? "" : text.data();  // a null pointer would bind NULL
    check(handle_.get(), sqlite3_bind_text64(handle_.get(), parameter, from, text.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void sqlite_statement::put(int parameter, std::span<const std::byte> bytes) {
    const void* from = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    check(handle_.get(), sqlite3_bind_blob64(handle_.get(), parameter, from, bytes.size(), SQLITE_STATIC));
}

bool sqlite_statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    reset();  // repeats the error, so that its message is still there
    if (code != SQLITE_DONE) fail(sqlite3_db_handle(handle_.get()), code);
    return false;
}

void sqlite_statement::reset() noexcept { sqlite3_reset(handle_.get()); }

std::int64_t sqlite_statement::number(int column) const { return sqlite3_column_int64(handle_.get(), column); }

double sqlite_statement::real(int column) const { return sqlite3_column_double(handle_.get(), column); }

bool sqlite_statement::is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }

std::string_view sqlite_statement::text(int column) const {
    const auto* from = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    if (from == nullptr) return {};
    return {from, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

void sqlite_closer::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }

sqlite_database::sqlite_database(const std::string& name, access wanted) {
    int flags = SQLITE_OPEN_NOMUTEX;
    flags |= wanted == access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (is_memory(name)) flags |= SQLITE_OPEN_URI;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) fail(handle, code);
    sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
}

void sqlite_database::execute(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(handle_.get(), code);
}

sqlite_statement sqlite_database::prepare(std::string_view sql) {
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) fail(handle_.get(), code);
    return sqlite_statement(handle);
}

std::int64_t sqlite_database::number(std::string_view sql) {
    std::int64_t found = 0;
    prepare(sql).read_first(found);
    return found;
}

std::string sqlite_database::text(std::string_view sql) {
    std::string found;
    prepare(sql).read_first(found);
    return found;
}

std::int64_t sqlite_database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }

bool sqlite_database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

bool sqlite_database::writable() const { return sqlite3_db_readonly(handle_.get(), "main") == 0; }

void sqlite_database::roll_back() noexcept {
    if (in_transaction()) sqlite3_exec(handle_.get(), "rollback", nullptr, nullptr, nullptr);
}

void sqlite_database::stop_queries_at(std::chrono::steady_clock::time_point deadline) {
    if (!deadline_) deadline_ = std::make_unique<std::chrono::steady_clock::time_point>();
    *deadline_ = deadline;
    sqlite3_progress_handler(handle_.get(), steps_between_clock_readings, &sqlite_database::out_of_time,
                             deadline_.get());
}

int sqlite_database::out_of_time(void* deadline) {
    return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(deadline) ? 1 : 0;
}

}  // namespace husky::host
