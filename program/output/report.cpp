#include "program/output/report.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "program/output/open_output.hpp"
#include "settings/error.hpp"

namespace husky::program {

namespace {

namespace fs = std::filesystem;

constexpr mode_t report_mode = 0644;

/// What keeps a file from being written, as far as it can be told without touching it; 0 if nothing does.
int obstacle(const std::string& name) {
    struct stat about {};
    if (::stat(name.c_str(), &about) == 0) {
        if (S_ISDIR(about.st_mode)) return EISDIR;
        return ::access(name.c_str(), W_OK) == 0 ? 0 : errno;
    }
    if (errno != ENOENT) return errno;
    const fs::path path(name);
    if (!path.has_filename()) return EISDIR;
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    return ::access(folder.c_str(), W_OK | X_OK) == 0 ? 0 : errno;
}

/// Closes it, too. 0, or the code of what failed.
int write_all(int file, std::string_view text) {
    int failed = file < 0 ? errno : 0;
    while (failed == 0 && !text.empty()) {
        const auto count = ::write(file, text.data(), text.size());
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            failed = errno;
    }
    if (file >= 0 && ::close(file) != 0 && failed == 0) failed = errno;
    return failed;
}

/// Into what is there, whatever it is.
int write_into(const std::string& name, std::string_view text) {
    const int stream = standard_stream_of(name);
    const int file = stream >= 0 ? ::fcntl(stream, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                                 : ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, report_mode);
    return write_all(file, text);
}

/// EBUSY for what only keeps a file from being replaced, not from being written.
int reason_of(int code) {
    for (const int forbidden : {EACCES, EPERM, EROFS, EXDEV, ENAMETOOLONG})
        if (code == forbidden) return EBUSY;
    return code;
}

/// Beside the file, then in its place. EBUSY where that cannot be done to this file.
int replace(const fs::path& file, std::string_view text, mode_t mode) {
    auto beside = (file.parent_path() / fmt::format(".{}.XXXXXX", file.filename().string())).string();
    const int made = ::mkostemp(beside.data(), O_CLOEXEC);
    if (made < 0) return reason_of(errno);
    static_cast<void>(::fchmod(made, mode));
    int failed = write_all(made, text);
    if (failed == 0 && ::rename(beside.c_str(), file.c_str()) != 0) failed = reason_of(errno);
    if (failed != 0) ::unlink(beside.c_str());
    return failed;
}

}  // namespace

void try_report(const std::string& flag, const std::string& name) {
    if (name.empty()) return;
    if (const int why = obstacle(name); why != 0)
        settings::fail(flag, 0, "",
                       fmt::format("{} cannot be written: {}", name, std::generic_category().message(why)));
}

void make_folder(const std::string& flag, const std::string& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed && ::access(folder.c_str(), W_OK | X_OK) != 0) failed = {errno, std::generic_category()};
    if (failed)
        settings::fail(flag, 0, "",
                       fmt::format("{} is not a folder that can be written to: {}", folder, failed.message()));
}

void write_report(const std::string& name, std::string_view text) {
    struct stat about {};
    const bool is_there = ::stat(name.c_str(), &about) == 0;
    const bool is_plain = !is_there || (S_ISREG(about.st_mode) && standard_stream_of(name) < 0);
    constexpr mode_t permissions = 07777;
    std::error_code unknown;
    auto path = fs::canonical(name, unknown);  // a link stays, what it leads to is replaced
    if (unknown) path = name;
    int failed = is_plain ? replace(path, text, is_there ? about.st_mode & permissions : report_mode) : EBUSY;
    if (failed == EBUSY) failed = write_into(name, text);
    if (failed != 0)
        throw std::runtime_error(
            fmt::format("{}: cannot be written: {}", name, std::generic_category().message(failed)));
}

}  // namespace husky::program
