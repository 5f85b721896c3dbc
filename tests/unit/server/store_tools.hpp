#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "server/store/open.hpp"
#include "server/store/query.hpp"
#include "server/store/records.hpp"
#include "server/store/sqlite_database.hpp"

namespace husky::host {

/// 2026-01-01T00:00:00Z
constexpr std::chrono::sys_seconds new_year{std::chrono::seconds{1'767'225'600}};

inline void add_machine(batch& to, machine_id machine, std::string_view serial) {
    to.records.emplace_back(machine_record{machine, to.keep(serial), new_year});
}

inline void add_cycle(batch& to, machine_id machine, std::int32_t counter, std::int32_t epoch = 1,
                      std::string_view values = R"({"1":17,"101":5.5,"102":null})") {
    to.records.emplace_back(cycle_record{.machine = machine,
                                         .side = 0,
                                         .epoch = epoch,
                                         .life_counter = counter,
                                         .machine_time = new_year + std::chrono::seconds{counter},
                                         .receive_time = new_year + std::chrono::milliseconds{1000 * counter + 7},
                                         .values = to.keep(values)});
}

inline std::chrono::steady_clock::time_point soon() {
    return std::chrono::steady_clock::now() + std::chrono::seconds(20);
}

/// Gives another thread time until the condition holds. False if it never does.
template <class Condition>
bool eventually(Condition condition) {
    const auto deadline = soon();
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

inline bool wait_for_commit(const store& of, std::uint64_t records) {
    return eventually([&] { return of.health().committed_records >= records; });
}

/// What the sqlite3 shell would print: columns by '|', rows by line ends.
inline std::string rows(const std::string& path, std::string_view sql, int columns) {
    sqlite_database database(path, sqlite_database::access::read);
    sqlite_statement query = database.prepare(sql);
    std::string text;
    while (query.step()) {
        for (int i = 0; i < columns; ++i) {
            if (i > 0) text += '|';
            text += query.text(i);
        }
        text += '\n';
    }
    return text;
}

inline std::int64_t count(const std::string& path, std::string_view sql) {
    return sqlite_database(path, sqlite_database::access::read).number(sql);
}

}  // namespace husky::host
