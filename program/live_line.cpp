#include "program/live_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "program/say.hpp"

namespace husky::program {

namespace {

/// In the last column some terminals go on to the next line, and a line that has done so cannot be taken back.
std::size_t usable_columns() {
    constexpr std::size_t usual = 80;
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return (known ? size.ws_col : usual) - 1;
}

}  // namespace

std::string_view first_characters(std::string_view text, std::size_t max) {
    const auto begins_one = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U; };
    for (std::size_t at = 0; at < text.size(); ++at)
        if (begins_one(at) && max-- == 0) return text.substr(0, at);
    return text;
}

live_line::live_line() : on_terminal_(isatty(STDERR_FILENO) == 1) {}

void live_line::show(std::string text) {
    const std::lock_guard lock(mutex_);
    if (!on_terminal_) return;
    erase();
    shown_ = std::move(text);
    draw();
}

void live_line::clear() {
    const std::lock_guard lock(mutex_);
    erase();
    shown_.clear();
}

void live_line::above(const std::function<void()>& write) {
    const std::lock_guard lock(mutex_);
    erase();
    write();
    draw();
}

void live_line::draw() const {
    if (shown_.empty()) return;
    say(stderr, "{}", first_characters(shown_, usable_columns()));
    std::fflush(stderr);
}

void live_line::erase() const {
    if (shown_.empty()) return;
    say(stderr, "\r\x1b[K");
    std::fflush(stderr);
}

}  // namespace husky::program
