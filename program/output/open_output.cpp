#include "program/output/open_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "log/log.hpp"
#include "settings/error.hpp"

namespace husky::program {

namespace {

namespace fs = std::filesystem;

constexpr int max_names = 9999;
constexpr mode_t file_mode = 0644;

[[noreturn]] void fail(const std::string& name, const std::string& problem) {
    throw settings::error(fmt::format("{}: {}", name, problem));
}

int open_or_fail(const std::string& name, int flags) {
    const int file = ::open(name.c_str(), O_WRONLY | O_CLOEXEC | flags, file_mode);
    if (file < 0) fail(name, std::generic_category().message(errno));
    return file;
}

/// "tap.3.pcapng"
std::string numbered(const std::string& name, int number) {
    const fs::path path(name);
    const auto file = fmt::format("{}.{}{}", path.stem().string(), number, path.extension().string());
    return (path.parent_path() / file).string();
}

/// Where the system knows no locks, nothing is locked.
bool lock(int file) { return ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

bool holds_something(int file) {
    struct stat about {};
    return ::fstat(file, &about) == 0 && about.st_size > 0;
}

bool is_special(const std::string& name) {
    std::error_code unknown;
    const auto type = fs::status(name, unknown).type();
    return type != fs::file_type::regular && type != fs::file_type::not_found && type != fs::file_type::none;
}

/// None if another program writes the file, or if it holds something that is to stay.
std::optional<int> take(const std::string& name, if_there what) {
    const int file = open_or_fail(name, O_CREAT);
    if (lock(file) && (what == if_there::replace || !holds_something(file))) {
        if (::ftruncate(file, 0) == 0 || errno == EINVAL) return file;
        const int why = errno;
        ::close(file);
        fail(name, std::generic_category().message(why));
    }
    ::close(file);
    return std::nullopt;
}

}  // namespace

int standard_stream_of(const std::string& name) {
    struct stat wanted {
    }, have{};
    if (::stat(name.c_str(), &wanted) != 0) return -1;
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        if (::fstat(stream, &have) == 0 && have.st_dev == wanted.st_dev && have.st_ino == wanted.st_ino) return stream;
    return -1;
}

opened_output open_output(const std::string& name, if_there what) {
    if (const int stream = standard_stream_of(name); stream >= 0)
        return {name, ::fcntl(stream, F_DUPFD_CLOEXEC, STDERR_FILENO + 1), false};
    if (is_special(name)) return {name, open_or_fail(name, 0), false};
    if (const auto file = take(name, what)) return {name, *file, true};
    if (what == if_there::replace) fail(name, "another program is writing to it");
    for (int n = 1; n <= max_names; ++n) {
        const auto next = numbered(name, n);
        if (is_special(next)) continue;
        if (const auto file = take(next, what)) {
            log::warn("{} already holds a recording, which is kept; this one goes to {}", name, next);
            return {next, *file, true};
        }
    }
    fail(name, fmt::format("{} recordings of that name exist; move them away", max_names));
}

void require_apart(const std::vector<named_output>& all) {
    std::map<fs::path, const named_output*> seen;
    for (const auto& one : all) {
        if (one.name.empty() || is_special(one.name)) continue;
        std::error_code failed;
        const auto place = fs::weakly_canonical(one.name, failed);
        if (failed) continue;  // opening it says why
        const auto [other, is_new] = seen.emplace(place, &one);
        if (!is_new)
            settings::fail(one.flag, 0, "", fmt::format("{} is also the file of {}", one.name, other->second->flag));
    }
}

}  // namespace husky::program
