#include "server/scenarios/player_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <system_error>

extern char** environ;

namespace husky::host {

namespace {

constexpr int told_file = 3;

void check(int failed, const std::string& what) {
    if (failed != 0) throw std::system_error(failed, std::generic_category(), what);
}

/// Starts the program with `told` as file 3 and nothing else of this process.
pid_t spawn(const std::vector<std::string>& words, int told) {
    std::vector<char*> arguments;
    for (const auto& each : words)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, told, told_file);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_addopen(&files, standard, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, told_file + 1);
    posix_spawnattr_t as;
    posix_spawnattr_init(&as);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&as, &none);
    posix_spawnattr_setsigdefault(&as, &all);
    posix_spawnattr_setflags(&as, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = -1;
    const int failed = ::posix_spawnp(&process, arguments.front(), &files, &as, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&as);
    check(failed, words.front());
    return process;
}

}  // namespace

player_process::player_process(const boost::asio::any_io_executor& executor, const std::vector<std::string>& words)
    : pipe_(executor) {
    std::array<int, 2> ends{};
    check(::pipe2(ends.data(), O_CLOEXEC) == 0 ? 0 : errno, "pipe");
    pipe_.assign(ends[0]);
    try {
        process_ = spawn(words, ends[1]);
    } catch (...) {
        ::close(ends[1]);
        throw;
    }
    ::close(ends[1]);
}

player_process::~player_process() {
    kill();
    ::waitpid(process_, nullptr, 0);
}

boost::asio::awaitable<std::optional<std::string>> player_process::next_line() {
    auto space = boost::asio::dynamic_buffer(received_, max_line);
    const auto [failed, size] = co_await boost::asio::async_read_until(pipe_, space, '\n', link::as_result);
    if (failed) co_return std::nullopt;
    std::string line = received_.substr(0, size - 1);
    received_.erase(0, size);
    co_return line;
}

void player_process::kill() { ::kill(process_, SIGKILL); }

}  // namespace husky::host
