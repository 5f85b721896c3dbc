#pragma once

#include <chrono>

#include "program/options.hpp"
#include "tools/link/replay/match.hpp"

/// What several subcommands are given.
namespace husky::tools {

void declare_dialect(program::options& of, std::string& into);

/// At least 10 ms. Throws settings::error that names the option; `example` is a duration.
std::chrono::nanoseconds duration_of(const char* option, const std::string& text, const char* example);

/// A file as errors name it; `-` is standard input.
std::string source_of(const std::string& file);

/// What is read by `replay` and `scenario`.
struct recording_flags {
    std::string file, side, rules, dialect;

    [[nodiscard]] bool as_machine() const { return side == "machine"; }
    /// Throws settings::error.
    [[nodiscard]] match_rules match() const;
};
void declare_recording(program::options& of, recording_flags& into);

}  // namespace husky::tools
