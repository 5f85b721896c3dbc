#include "link/capture/output_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace husky::link {

namespace {

/// How often a writer that waits looks whether it is to give up.
constexpr int look_ms = 100;

}  // namespace

output_file::output_file(const std::string& name, program::if_there what)
    : output_file(program::open_output(name, what)) {}

output_file::output_file(program::opened_output opened)
    : name_(std::move(opened.name)), file_(opened.file), is_plain_(opened.is_plain) {
    fcntl(file_, F_SETFL, fcntl(file_, F_GETFL) | O_NONBLOCK);
}

output_file::~output_file() { close(file_); }

bool output_file::write(std::span<const std::byte> piece) {
    if (!problem_.empty()) return false;
    auto left = piece;
    while (!left.empty()) {
        const auto count = ::write(file_, left.data(), left.size());
        if (count >= 0) {
            left = left.subspan(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait_writable()) return false;
        } else if (errno != EINTR) {
            fail(errno);
            return false;
        }
    }
    whole_ += piece.size();
    return true;
}

void output_file::discard() const {
    if (is_plain_) ::unlink(name_.c_str());
}

bool output_file::wait_writable() {
    pollfd waits{file_, POLLOUT, 0};
    while (poll(&waits, 1, look_ms) <= 0) {
        if (std::chrono::steady_clock::now() < give_up_.load()) continue;
        fail(ETIMEDOUT);
        return false;
    }
    return true;
}

void output_file::fail(int code) {
    problem_ = std::generic_category().message(code);
    const bool is_cut = ftruncate(file_, static_cast<off_t>(whole_)) != 0 && errno != EINVAL;  // EINVAL: no plain file
    if (is_cut) problem_ += ", and its end is cut";
}

}  // namespace husky::link
