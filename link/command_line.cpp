#include "link/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "settings/load.hpp"

namespace husky::link {

void load_configuration(const settings::schema& into, const std::string& file, const std::string& environment_prefix,
                        const std::vector<setting_flag>& flags, settings::places* given) {
    if (!file.empty()) settings::load_file(into, file, given);
    settings::load_environment(
        into, environment_prefix, [](const std::string& name) { return std::getenv(name.c_str()); }, given);
    for (const auto& f : flags)
        if (f.given) settings::set(into, f.key, *f.given, f.flag, given);
}

int validate_files(const std::vector<std::string>& files, const std::function<void(const std::string&)>& check) {
    int result = exit_ok;
    for (const auto& file : files) {
        try {
            check(file);
            fmt::print("{}: ok\n", file);
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
