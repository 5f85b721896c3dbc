#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace husky::program {

/// Prints to standard output or error. If nobody reads it any more (a pipe without a reader, a terminal
/// that is gone), nothing is printed and the program goes on; fmt::print would throw.
template <class... Values>
void say(std::FILE* to, fmt::format_string<Values...> text, Values&&... values) {
    const auto line = fmt::format(text, std::forward<Values>(values)...);
    static_cast<void>(std::fwrite(line.data(), 1, line.size(), to));
}

}  // namespace husky::program
