#include "client/generate/file_output.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "program/output/open_output.hpp"

namespace husky::cells {

namespace {

std::uint64_t lines_in(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

file_output::file_output(const std::string& path)
    : descriptor_(path == "-" ? STDOUT_FILENO : program::open_output(path, program::if_there::replace).file) {
    struct stat info {};
    seekable_ = descriptor_ != STDOUT_FILENO && ::fstat(descriptor_, &info) == 0 && S_ISREG(info.st_mode);
}

file_output::~file_output() { close(); }

bool file_output::close() {
    if (descriptor_ < 0 || descriptor_ == STDOUT_FILENO) return true;
    if (::close(std::exchange(descriptor_, -1)) == 0) return true;
    problem_ = std::strerror(errno);
    return false;
}

bool file_output::write(std::string_view whole_lines) {
    std::size_t done = 0;
    while (done < whole_lines.size()) {
        const auto written = ::write(descriptor_, whole_lines.data() + done, whole_lines.size() - done);
        if (written >= 0) {
            done += static_cast<std::size_t>(written);
            continue;
        }
        if (errno == EINTR) continue;
        problem_ = std::strerror(errno);
        reader_gone_ = errno == EPIPE;
        const auto last_line = whole_lines.substr(0, done).rfind('\n');
        const std::size_t whole = last_line == std::string_view::npos ? 0 : last_line + 1;
        lines_ += lines_in(whole_lines.substr(0, whole));
        if (!seekable_ || done == whole) return false;
        const auto end = ::lseek(descriptor_, 0, SEEK_CUR) - static_cast<off_t>(done - whole);
        if (::ftruncate(descriptor_, end) != 0) problem_ += "; the last line is not whole";
        return false;
    }
    lines_ += lines_in(whole_lines);
    return true;
}

}  // namespace husky::cells
