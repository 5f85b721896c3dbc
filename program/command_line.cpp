#include "program/command_line.hpp"

#include <sys/resource.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "program/say.hpp"
#include "program/signals.hpp"
#include "settings/error.hpp"

namespace husky::program {

int run_guarded(const std::function<int()>& command) {
    ignore_broken_outputs();
    try {
        return command();
    } catch (const settings::error& wrong) {
        say(stderr, "{}\n", wrong.what());
        return exit_usage;
    } catch (const std::system_error& problem) {
        if (problem.code() == std::errc::broken_pipe) return exit_ok;
        say(stderr, "error: {}\n", problem.what());
        return exit_failed;
    } catch (const std::exception& problem) {
        say(stderr, "error: {}\n", problem.what());
        return exit_failed;
    }
}

void print_all(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw std::system_error(errno, std::generic_category(), "standard output");
}

void raise_file_limit() {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

std::size_t file_limit() {
    rlimit files{};
    return getrlimit(RLIMIT_NOFILE, &files) == 0 ? static_cast<std::size_t>(files.rlim_cur) : 0;
}

}  // namespace husky::program
