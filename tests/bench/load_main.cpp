#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>

#include "tests/bench/load_sender.hpp"
#include "tests/bench/load_targets.hpp"

/// bench_load HUSKY_HOST [MESSAGES]: blasts 300-byte cycle messages at husky-host and, in the same run, at what a host
/// cannot beat: a bare epoll sink and a bare SQLite insert.
namespace {

using namespace husky::bench;

struct figures {
    double rate = 0;       ///< messages a second
    double cpu_nanos = 0;  ///< of the receiving process, each message
};

figures measure(const target& at, std::uint32_t messages, const std::function<void()>& send) {
    const auto cpu = at.cpu_seconds();
    const auto began = std::chrono::steady_clock::now();
    send();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return {messages / took.count(), (at.cpu_seconds() - cpu) * 1e9 / messages};
}

void store_none(const std::string& host_program, std::uint32_t messages) {
    std::printf("\nstore none, %u messages of 300 bytes\n%10s %14s %14s %12s %12s %10s %10s\n", messages, "at once",
                "host msg/s", "sink msg/s", "host ns CPU", "sink ns CPU", "rate", "CPU");
    for (const std::uint32_t at_once : std::array<std::uint32_t, 3>{1, 10, 218}) {
        const auto sink = target::start_sink(messages);
        const auto bare = measure(sink, messages, [&] { send_cycles_to_sink(sink.port(), messages, at_once); });
        const auto host = target::start_host(host_program, "none");
        const auto full =
            measure(host, messages, [&] { send_cycles_to_host(host.port(), "BENCH-1", messages, at_once); });
        std::printf("%10u %14.0f %14.0f %12.0f %12.0f %9.2fx %9.1fx\n", at_once, full.rate, bare.rate, full.cpu_nanos,
                    bare.cpu_nanos, full.rate / bare.rate, full.cpu_nanos / bare.cpu_nanos);
    }
}

void store_sqlite(const std::string& host_program, std::uint32_t messages, const std::filesystem::path& folder) {
    constexpr std::uint32_t rows_per_commit = 20'000;
    std::printf("\nSQLite, %u messages of 300 bytes, until the last is committed\n%10s %14s %14s %12s %10s\n", messages,
                "at once", "host rows/s", "bare rows/s", "host ns CPU", "rate");
    for (const std::uint32_t at_once : std::array<std::uint32_t, 3>{1, 10, 218}) {
        const auto tag = std::to_string(at_once);
        const double bare =
            messages / bare_insert_seconds((folder / ("bare" + tag + ".db")).string(), messages, rows_per_commit);
        const auto file = (folder / ("host" + tag + ".db")).string();
        const auto host = target::start_host(host_program, "sqlite:" + file);
        const auto full = measure(host, messages, [&] {
            send_cycles_to_host(host.port(), "BENCH-1", messages, at_once);
            wait_for_rows(file, messages);
        });
        std::printf("%10u %14.0f %14.0f %12.0f %9.2fx\n", at_once, full.rate, bare, full.cpu_nanos, full.rate / bare);
    }
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_load HUSKY_HOST [MESSAGES]\n");
        return 2;
    }
    const std::uint32_t messages =
        argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : 1'000'000;
    const auto folder = std::filesystem::temp_directory_path() /
                        ("husky-bench-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    std::filesystem::create_directories(folder);
    store_none(argv[1], messages);
    store_sqlite(argv[1], messages / 2, folder);
    std::filesystem::remove_all(folder);
    return 0;
} catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_load: %s\n", problem.what());
    return 1;
}
