#include "link/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>

#include "settings/error.hpp"

namespace husky::link {

int validate_files(const std::vector<std::string>& files, const std::function<std::string(const std::string&)>& check) {
    int result = exit_ok;
    for (const auto& file : files) {
        try {
            const auto remark = check(file);
            fmt::print("{}: ok{}{}\n", file, remark.empty() ? "" : ", ", remark);
        } catch (const settings::error& wrong) {
            fmt::print(stderr, "{}\n", wrong.what());
            result = exit_usage;
        }
    }
    return result;
}

int run_guarded(const std::function<int()>& command) {
    try {
        return command();
    } catch (const settings::error& wrong) {
        fmt::print(stderr, "{}\n", wrong.what());
        return exit_usage;
    } catch (const std::exception& problem) {
        fmt::print(stderr, "error: {}\n", problem.what());
        return exit_failed;
    }
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

}  // namespace husky::link
