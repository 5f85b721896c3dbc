#include "tests/bench/load_targets.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "protocol/messages/value.hpp"
#include "tests/bench/sample_messages.hpp"

namespace husky::bench {

namespace {

int listen_on_free_port(std::uint16_t& port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (::bind(listener, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(listener, 16) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size) != 0)
        throw std::runtime_error("cannot listen");
    port = ntohs(at.sin_port);
    return listener;
}

/// The least that any server does: wait, read, count.
[[noreturn]] void run_sink(int listener, std::uint64_t bytes_wanted) {
    std::vector<char> input(128 * 1024);
    const int epoll = ::epoll_create1(0);
    for (;;) {
        const int peer = ::accept(listener, nullptr, nullptr);
        ::fcntl(peer, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &event);
        for (std::uint64_t got = 0; got < bytes_wanted;) {
            ::epoll_wait(epoll, &event, 1, -1);
            const auto n = ::recv(peer, input.data(), input.size(), 0);
            if (n <= 0) break;
            got += static_cast<std::uint64_t>(n);
        }
        ::send(peer, "!", 1, MSG_NOSIGNAL);
        ::close(peer);
    }
}

std::string row_values() {
    std::string json = "{";
    for (const auto& v : cycle_of_300_bytes(1).values) {
        json += json.size() > 1 ? ",\"" : "\"";
        json += std::to_string(v.id) + "\":";
        protocol::append_json(json, v.content);
    }
    return json + "}";
}

void run(sqlite3* db, const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
}

}  // namespace

target target::start_host(const std::string& program, const std::string& store_url) {
    std::array<int, 2> output{};
    if (::pipe(output.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(output[1], STDOUT_FILENO);
        ::close(output[0]);
        ::execl(program.c_str(), program.c_str(), "serve", "--bind", "127.0.0.1", "--port", "0", "--lpd-port", "0",
                "--http-port", "0", "--store", store_url.c_str(), "--log-level", "error", nullptr);
        std::_Exit(127);
    }
    ::close(output[1]);
    FILE* lines = ::fdopen(output[0], "r");
    unsigned port = 0;
    const bool ready = std::fscanf(lines, "ready tcp=127.0.0.1:%u", &port) == 1;
    std::fclose(lines);
    if (!ready) throw std::runtime_error(program + " did not become ready");
    return {pid, static_cast<std::uint16_t>(port)};
}

target target::start_sink(std::uint32_t messages) {
    std::uint16_t port = 0;
    const int listener = listen_on_free_port(port);
    const pid_t pid = ::fork();
    if (pid == 0) run_sink(listener, std::uint64_t{messages} * cycle_size);
    ::close(listener);
    return {pid, port};
}

target::~target() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

double target::cpu_seconds() const {
    double nanoseconds = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid_) + "/task")) {
        double used = 0;
        std::ifstream(task.path() / "schedstat") >> used;
        nanoseconds += used;
    }
    return nanoseconds * 1e-9;
}

void wait_for_rows(const std::string& file, std::uint32_t rows) {
    sqlite3* db = nullptr;
    sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* count = nullptr;
    sqlite3_prepare_v2(db, "select coalesce(max(id), 0) from cycles", -1, &count, nullptr);
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    std::int64_t stored = 0;
    while (stored < rows && std::chrono::steady_clock::now() < give_up) {
        if (sqlite3_step(count) == SQLITE_ROW) stored = sqlite3_column_int64(count, 0);
        sqlite3_reset(count);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    sqlite3_finalize(count);
    sqlite3_close(db);
    if (stored < rows) throw std::runtime_error("rows are missing after a minute");
}

double bare_insert_seconds(const std::string& file, std::uint32_t rows, std::uint32_t rows_per_commit) {
    sqlite3* db = nullptr;
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
    run(db, "pragma journal_mode = wal");
    run(db, "pragma synchronous = normal");
    run(db,
        "create table cycles(id integer primary key, machine integer, side integer, epoch integer, life_counter "
        "integer, "
        "machine_time integer, receive_time integer, vals text)");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db, "insert into cycles values(null, 1, 0, 1, ?, 1767225600, 1767225600000, ?)", -1, &insert,
                       nullptr);
    const auto values = row_values();
    const auto began = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < rows; ++i) {
        if (i % rows_per_commit == 0) run(db, i == 0 ? "begin" : "commit; begin");
        sqlite3_bind_int64(insert, 1, i + 1);
        sqlite3_bind_text(insert, 2, values.data(), static_cast<int>(values.size()), SQLITE_STATIC);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    run(db, "commit");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return took.count();
}

}  // namespace husky::bench
